package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// One pre-norm block: `x + attention(norm_1(x))`, then `x + mlp(norm_2(x))` with an exact (erf)
/// GELU.
final class TransformerBlock {
  /// The MLP is this many times as wide as the trunk.
  static final int MLP_RATIO = 4;

  private final LayerNorm norm1;
  private final Attention attention;
  private final LayerNorm norm2;
  private final Tensor fc1Weight; // [4D, D]
  private final TensorOptional fc1Bias;
  private final Tensor fc2Weight; // [D, 4D]
  private final TensorOptional fc2Bias;

  TransformerBlock(Weights weights, TrunkConfig trunk, boolean causal) {
    this.norm1 = new LayerNorm(weights.at("norm_1"), trunk.embedDim(), LayerNorm.EPS);
    this.attention = new Attention(weights.at("attn"), trunk, causal);
    this.norm2 = new LayerNorm(weights.at("norm_2"), trunk.embedDim(), LayerNorm.EPS);
    this.fc1Weight = weights.tensor("mlp.fc1.weight");
    this.fc1Bias = weights.optional("mlp.fc1.bias");
    this.fc2Weight = weights.tensor("mlp.fc2.weight");
    this.fc2Bias = weights.optional("mlp.fc2.bias");
  }

  /// @param x `[B, L, D]`
  /// @return `[B, L, D]`
  Tensor forward(Tensor x) {
    Tensor attended = x.add(attention.forward(norm1.forward(x)));
    Tensor hidden =
        torch.gelu(torch.linear(norm2.forward(attended), fc1Weight, fc1Bias)); // [B, L, 4D]
    return attended.add(torch.linear(hidden, fc2Weight, fc2Bias));
  }
}
