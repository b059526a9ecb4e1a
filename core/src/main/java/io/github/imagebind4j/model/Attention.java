package io.github.imagebind4j.model;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Multi-head self-attention as `torch.nn.MultiheadAttention` has it, between its projections: one
/// fused projection comes in, in the order q, k, v. For the senses beside vision and text one
/// learned key and value stands beside the tokens' own, seen by every query.
final class Attention {
  private static final long LANES = 16;

  /// LibTorch multiplies bfloat16 blocks in the processor's matrix units from this many queries on.
  /// For fewer it falls back to loops ten times as slow as float32, which is more precise besides.
  private static final long QUERIES_FOR_HALVES = 64;

  private final int heads;
  private final int dim;
  private final boolean causal;
  private final torch.ScalarType type;
  private final boolean alwaysFloat;
  private final @Nullable Tensor biasK; // [1, 1, D], not projected
  private final @Nullable Tensor biasV;

  Attention(Weights weights, TrunkConfig trunk, boolean causal) {
    this.heads = trunk.numHeads();
    this.dim = trunk.embedDim();
    this.causal = causal;
    this.type = weights.type();
    // In int8 a text's numbers must not change with the length of the longest beside it.
    this.alwaysFloat = causal && weights.int8();
    this.biasK = trunk.biasKv() ? weights.activation("bias_k") : null;
    this.biasV = trunk.biasKv() ? weights.activation("bias_v") : null;
  }

  /// Attends from every token.
  ///
  /// @param qkv `[n, L, 3D]`
  /// @return `[n, L, D]`
  Tensor all(Tensor qkv) {
    Tensor padded = causal ? padded(qkv) : qkv;
    Tensor mixed =
        attend(
            padded.narrow(2, 0, dim),
            padded.narrow(2, dim, dim),
            padded.narrow(2, 2L * dim, dim),
            new TensorOptional(),
            causal);
    return causal ? mixed.narrow(1, 0, qkv.size(1)).contiguous() : mixed;
  }

  /// Texts of different lengths: a row of scores is summed lane by lane of the processor's vectors,
  /// and what is left over apart, so that its rounding would depend on how long the longest text
  /// beside it is. Without leftovers it does not; what is added is masked.
  private static Tensor padded(Tensor tokens) {
    return torch.constant_pad_nd(
        tokens, new long[] {0, 0, 0, Math.floorMod(-tokens.size(1), LANES)});
  }

  /// Attends from one token.
  ///
  /// @param q `[n, 1, D]`
  /// @param kv `[n, L, 2D]` of all tokens
  /// @param pick which token q belongs to
  /// @return `[n, 1, D]`
  Tensor one(Tensor q, Tensor kv, TokenPick pick) {
    Tensor padded = causal ? padded(kv) : kv;
    Tensor mask = pick.mask(q.to(torch.ScalarType.Float), padded.size(1));
    return attend(
        q,
        padded.narrow(2, 0, dim),
        padded.narrow(2, dim, dim),
        mask == null ? new TensorOptional() : new TensorOptional(mask),
        false);
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v, TensorOptional mask, boolean causalHere) {
    boolean inFloat = alwaysFloat || q.size(1) < QUERIES_FOR_HALVES;
    torch.ScalarType type = inFloat ? torch.ScalarType.Float : this.type;
    Tensor mixed =
        torch.scaled_dot_product_attention(
            split(q.to(type)),
            split(withBias(k, biasK).to(type)),
            split(withBias(v, biasV).to(type)),
            mask,
            0.0,
            causalHere,
            new DoubleOptional(),
            false);
    return mixed.transpose(1, 2).reshape(q.size(0), q.size(1), dim).to(this.type);
  }

  /// Appends the learned key or value as one more token: `[n, L, D]` to `[n, L + 1, D]`.
  private static Tensor withBias(Tensor x, @Nullable Tensor bias) {
    return bias == null
        ? x
        : torch.cat(new TensorVector(x, bias.expand(x.size(0), 1, x.size(2))), 1);
  }

  /// `[n, L, D]` to `[n, heads, L, D / heads]`.
  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, dim / heads).transpose(1, 2);
  }
}
