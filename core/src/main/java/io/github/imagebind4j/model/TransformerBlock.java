package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;

/// One pre-norm block: `x + attention(norm_1(x))`, then `x + mlp(norm_2(x))` with an exact (erf)
/// GELU. The residual stream x is float32 in every precision.
sealed interface TransformerBlock permits FloatBlock, Int8Block, TransformerBlock.OneByOne {
  /// The MLP is this many times as wide as the trunk.
  int MLP_RATIO = 4;

  /// All tokens, in place: x becomes the block's output.
  ///
  /// @param x `[n, L, D]`, float32, contiguous
  /// @param pick which token of each the head will read
  void forward(Tensor x, TokenPick pick);

  /// One of a trunk's blocks but the last.
  ///
  /// @param index its number from 0
  static TransformerBlock of(Weights weights, TrunkConfig trunk, int index, boolean causal) {
    if (!weights.int8()) {
      return new FloatBlock(weights, trunk, causal);
    }
    // A file from before blocks were left in bf16 is computed as it is stored.
    boolean left =
        Int8Plan.leavesInBf16(trunk, index, causal)
            && !weights.at("attn").storesInt8("in_proj_weight");
    return left
        ? new OneByOne(new FloatBlock(weights.inBf16(), trunk, causal))
        : new Int8Block(weights, trunk, causal);
  }

  /// A block that takes sequences one at a time, whatever the tower does: bfloat16 products order
  /// their sums by the number of rows, and an item's numbers must not depend on its neighbours.
  record OneByOne(TransformerBlock block) implements TransformerBlock {
    @Override
    public void forward(Tensor x, TokenPick pick) {
      for (long item = 0; item < x.size(0); item++) {
        try (TensorScope _ = TensorScope.open()) {
          block.forward(x.narrow(0, item, 1), pick);
        }
      }
    }
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
