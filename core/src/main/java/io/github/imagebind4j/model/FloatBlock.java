package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A block whose dense layers and attention compute in float32, bfloat16 or half precision.
final class FloatBlock implements TransformerBlock {
  private final torch.ScalarType type;
  private final LayerNorm norm1;
  private final Linear inProj; // [3D, D]: q, k, v
  private final Attention attention;
  private final Linear outProj; // [D, D]
  private final Mlp mlp;

  FloatBlock(Weights weights, TrunkConfig trunk, boolean causal) {
    Weights attn = weights.at("attn");
    this.type = weights.type();
    this.norm1 = new LayerNorm(weights.at("norm_1"), trunk.embedDim(), LayerNorm.EPS);
    this.inProj = attn.linear("in_proj_weight", "in_proj_bias");
    this.attention = new Attention(attn, trunk, causal);
    this.outProj = attn.linear("out_proj.weight", "out_proj.bias");
    this.mlp = new Mlp(weights, trunk);
  }

  @Override
  public void forward(Tensor x, TokenPick pick) {
    Tensor h = norm1.forward(x).to(type);
    Tensor _ = x.add_(outProj.forward(attention.all(inProj.forward(h))));
    mlp.addTo(x);
  }

  /// `x + fc2(gelu(fc1(norm_2(x))))`.
  ///
  /// Packed bfloat16 weights are cut into as many slices as the MLP is wider than the trunk, so
  /// that the slice of hidden values between two square products stays in the cache: 1 to 2 % of a
  /// block at full size.
  private static final class Mlp {
    private final torch.ScalarType type;
    private final LayerNorm norm2;
    private final List<Linear> fc1 = new ArrayList<>(); // together [4D, D]
    private final List<Linear> fc2 = new ArrayList<>(); // together [D, 4D]

    Mlp(Weights weights, TrunkConfig trunk) {
      int slices = weights.packed() ? MLP_RATIO : 1;
      int hidden = MLP_RATIO * trunk.embedDim() / slices;
      this.type = weights.type();
      this.norm2 = new LayerNorm(weights.at("norm_2"), trunk.embedDim(), LayerNorm.EPS);
      for (int i = 0; i < slices; i++) {
        fc1.add(weights.linear("mlp.fc1.weight", "mlp.fc1.bias", i * hidden, hidden));
        fc2.add(weights.linearOf("mlp.fc2.weight", "mlp.fc2.bias", i * hidden, hidden));
      }
    }

    void addTo(Tensor x) {
      Tensor h = norm2.forward(x).to(type);
      for (int i = 0; i < fc1.size(); i++) {
        Linear into = fc1.get(i);
        Linear outOf = fc2.get(i);
        Tensor part = TensorScope.inner(() -> outOf.forward(into.forwardGelu(h)));
        Tensor _ = x.add_(part);
      }
    }
  }

  /// The last block, for one token.
  static final class Last implements TransformerBlock.Last {
    private final torch.ScalarType type;
    private final LayerNorm norm1;
    private final Linear q; // [D, D], the first rows of in_proj
    private final Linear kv; // [2D, D], the others
    private final Attention attention;
    private final Linear outProj;
    private final Mlp mlp;

    Last(Weights weights, TrunkConfig trunk, boolean causal) {
      int dim = trunk.embedDim();
      Weights attn = weights.at("attn");
      this.type = weights.type();
      this.norm1 = new LayerNorm(weights.at("norm_1"), dim, LayerNorm.EPS);
      this.q = attn.linear("in_proj_weight", "in_proj_bias", 0, dim);
      this.kv = attn.linear("in_proj_weight", "in_proj_bias", dim, 2 * dim);
      this.attention = new Attention(attn, trunk, causal);
      this.outProj = attn.linear("out_proj.weight", "out_proj.bias");
      this.mlp = new Mlp(weights, trunk);
    }

    @Override
    public Tensor forward(Tensor x, TokenPick pick) {
      Tensor h = norm1.forward(x).to(type);
      Tensor mixed = attention.one(q.forward(pick.of(h)), kv.forward(h), pick);
      Tensor y = pick.of(x).add(outProj.forward(mixed));
      mlp.addTo(y);
      return y;
    }
  }
}
