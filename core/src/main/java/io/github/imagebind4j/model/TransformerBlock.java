package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;

/// One pre-norm block: `x + attention(norm_1(x))`, then `x + mlp(norm_2(x))` with an exact (erf)
/// GELU. The residual stream x is float32 in every precision.
sealed interface TransformerBlock permits FloatBlock, Int8Block {
  /// The MLP is this many times as wide as the trunk.
  int MLP_RATIO = 4;

  /// All tokens, in place: x becomes the block's output.
  ///
  /// @param x `[n, L, D]`, float32, contiguous
  void forward(Tensor x);

  static TransformerBlock of(Weights weights, TrunkConfig trunk, boolean causal) {
    return weights.int8()
        ? new Int8Block(weights, trunk, causal)
        : new FloatBlock(weights, trunk, causal);
  }

  /// A trunk's last block, of which the head reads one token only: that token's query, output and
  /// MLP, and all tokens' keys and values.
  sealed interface Last permits FloatBlock.Last, Int8Block.Last {
    /// @param x `[n, L, D]`, float32, contiguous
    /// @param pick which token of each
    /// @return `[n, 1, D]`
    Tensor forward(Tensor x, TokenPick pick);

    static Last of(Weights weights, TrunkConfig trunk, boolean causal) {
      return weights.int8()
          ? new Int8Block.Last(weights, trunk, causal)
          : new FloatBlock.Last(weights, trunk, causal);
    }
  }
}
