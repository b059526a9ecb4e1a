package io.github.imagebind4j.model;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Multi-head self-attention as `torch.nn.MultiheadAttention` has it: one fused projection in the
/// order q, k, v, and for the senses beside vision and text one learned key and value that every
/// query sees beside the tokens' own.
final class Attention {
  private final int heads;
  private final int headDim;
  private final boolean causal;
  private final Tensor inWeight; // [3D, D]
  private final TensorOptional inBias; // [3D]
  private final Tensor outWeight; // [D, D]
  private final TensorOptional outBias; // [D]
  private final boolean biasKv;
  private final Tensor biasK; // [1, 1, D], not projected; without biasKv never read
  private final Tensor biasV;

  Attention(Weights weights, TrunkConfig trunk, boolean causal) {
    this.heads = trunk.numHeads();
    this.headDim = trunk.embedDim() / trunk.numHeads();
    this.causal = causal;
    this.inWeight = weights.tensor("in_proj_weight");
    this.inBias = weights.optional("in_proj_bias");
    this.outWeight = weights.tensor("out_proj.weight");
    this.outBias = weights.optional("out_proj.bias");
    this.biasKv = trunk.biasKv();
    this.biasK = biasKv ? weights.tensor("bias_k") : inWeight;
    this.biasV = biasKv ? weights.tensor("bias_v") : inWeight;
  }

  /// @param x `[B, L, D]`
  /// @return `[B, L, D]`
  Tensor forward(Tensor x) {
    long batch = x.size(0);
    long length = x.size(1);
    long dim = x.size(2);
    Tensor qkv = torch.linear(x, inWeight, inBias); // [B, L, 3D]
    Tensor q = split(qkv.narrow(2, 0, dim));
    Tensor k = split(withBias(qkv.narrow(2, dim, dim), biasK));
    Tensor v = split(withBias(qkv.narrow(2, 2 * dim, dim), biasV));
    Tensor mixed =
        torch.scaled_dot_product_attention(
            q, k, v, new TensorOptional(), 0.0, causal, new DoubleOptional(), false);
    Tensor joined = mixed.transpose(1, 2).reshape(batch, length, dim); // [B, L, D]
    return torch.linear(joined, outWeight, outBias);
  }

  /// Appends the learned key or value as one more token: `[B, L, D]` to `[B, L + 1, D]`.
  private Tensor withBias(Tensor x, Tensor bias) {
    if (!biasKv) {
      return x;
    }
    return torch.cat(new TensorVector(x, bias.expand(x.size(0), 1, x.size(2))), 1);
  }

  /// `[B, L, D]` to `[B, heads, L, D / heads]`.
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, headDim).transpose(1, 2);
  }
}
