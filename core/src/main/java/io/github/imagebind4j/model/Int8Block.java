package io.github.imagebind4j.model;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A block whose dense layers multiply 8-bit integers: weights with a scale for each output
/// channel, activations with a step for each token, found as they pass; those of the token that the
/// head reads in 16 bits. Attention computes in bfloat16, the rest in float32.
final class Int8Block implements TransformerBlock {
  private final LayerNorm norm1;
  private final Int8Linear inProj; // [3D, D]: q, k, v
  private final Attention attention;
  private final Output output;

  Int8Block(Weights weights, TrunkConfig trunk, boolean causal) {
    Weights attn = weights.at("attn");
    this.norm1 = new LayerNorm(weights.at("norm_1"), trunk.embedDim(), LayerNorm.EPS);
    this.inProj = attn.linearInt8("in_proj_weight", "in_proj_bias", 0, 3 * trunk.embedDim());
    this.attention = new Attention(attn, trunk, causal);
    this.output = new Output(weights, trunk);
  }

  @Override
  public void forward(Tensor x, TokenPick pick) {
    Int8Rows rows = output.rows(pick.rows((int) x.size(0), (int) x.size(1)));
    Int8Rows.Rounded h = rows.round(norm1.forward(x));
    Tensor qkv = project(rows, h, inProj).view(x.size(0), x.size(1), -1);
    output.addTo(x, attention.all(qkv), rows);
  }

  /// `h · weightᵀ + bias` in bfloat16, `[M, N]`.
  private static Tensor project(Int8Rows rows, Int8Rows.Rounded h, Int8Linear layer) {
    return rows.finish(layer.product(h, torch.ScalarType.BFloat16), h, layer.pairs());
  }

  /// A block's second half: the attention's output projection and the MLP.
  private static final class Output {
    private final int dim;
    private final Int8Linear outProj; // [D, D]
    private final LayerNorm norm2;
    private final Int8Linear fc1; // [4D, D]
    private final Int8Linear fc2; // [D, 4D]

    Output(Weights weights, TrunkConfig trunk) {
      this.dim = trunk.embedDim();
      this.outProj = weights.at("attn").linearInt8("out_proj.weight", "out_proj.bias", 0, dim);
      this.norm2 = new LayerNorm(weights.at("norm_2"), dim, LayerNorm.EPS);
      this.fc1 = weights.linearInt8("mlp.fc1.weight", "mlp.fc1.bias", 0, MLP_RATIO * dim);
      this.fc2 = weights.linearInt8("mlp.fc2.weight", "mlp.fc2.bias", 0, dim);
    }

    Int8Rows rows(int... fine) {
      return new Int8Rows(MLP_RATIO * dim, fine);
    }

    /// @param x `[n, l, D]`, float32, in place
    /// @param mixed `[n, l, D]` out of attention, bfloat16
    void addTo(Tensor x, Tensor mixed, Int8Rows rows) {
      Int8Rows.Rounded attended = rows.roundHalves(mixed.contiguous());
      add(x, attended, outProj, rows);
      Int8Rows.Rounded h = rows.round(norm2.forward(x));
      Tensor hidden = fc1.product(h, torch.ScalarType.BFloat16); // [M, 4D]
      add(x, rows.finishGelu(hidden, h, fc1.pairs()), fc2, rows);
    }

    private static void add(Tensor x, Int8Rows.Rounded h, Int8Linear layer, Int8Rows rows) {
      rows.addFinished(x, layer.product(h, torch.ScalarType.Float), h, layer);
    }
  }

  /// The last block, for one token.
  static final class Last implements TransformerBlock.Last {
    private final LayerNorm norm1;
    private final Int8Linear q; // [D, D], the first rows of in_proj
    private final Int8Linear kv; // [2D, D], the others
    private final Attention attention;
    private final Output output;

    Last(Weights weights, TrunkConfig trunk, boolean causal) {
      int dim = trunk.embedDim();
      Weights attn = weights.at("attn");
      this.norm1 = new LayerNorm(weights.at("norm_1"), dim, LayerNorm.EPS);
      this.q = attn.linearInt8("in_proj_weight", "in_proj_bias", 0, dim);
      this.kv = attn.linearInt8("in_proj_weight", "in_proj_bias", dim, 2 * dim);
      this.attention = new Attention(attn, trunk, causal);
      this.output = new Output(weights, trunk);
    }

    @Override
    public Tensor forward(Tensor x, TokenPick pick) {
      Int8Rows rows = output.rows(IntStream.range(0, (int) x.size(0)).toArray());
      Int8Rows rowsOfAll = output.rows();
      Tensor h = norm1.forward(x);
      Tensor query = project(rows, rows.round(pick.of(h).contiguous()), q);
      Tensor keys = project(rowsOfAll, rowsOfAll.round(h), kv);
      Tensor mixed =
          attention.one(query.view(x.size(0), 1, -1), keys.view(x.size(0), x.size(1), -1), pick);
      Tensor y = pick.of(x).clone();
      output.addTo(y, mixed, rows);
      return y;
    }
  }
}
