package io.github.imagebind4j.train.nn;

import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;

/// What one forward pass leaves to chance.
///
/// @param dropPath how often an item skips a whole branch of the last block; earlier blocks less
///   often, the first never
/// @param headDropout how often a value is left out before the head's projection
/// @param random decides; a pass that is repeated begins with the same state
record Pass(double dropPath, double headDropout, RandomGenerator random) {

  /// Nothing is left out, as when a model embeds.
  static Pass exact(RandomGenerator random) {
    return new Pass(0, 0, random);
  }

  /// Stochastic depth: a branch without some items, the others scaled up to make good for it.
  ///
  /// Source: Huang et al., Deep Networks with Stochastic Depth, 2016; `timm`'s `DropPath`.
  ///
  /// @param branch `[B, ...]`
  /// @param depth of the block, 0 to 1
  Tensor dropped(Tensor branch, double depth) {
    return masked(branch, dropPath * depth, branch.size(0), new long[] {-1, 1, 1});
  }

  /// Dropout.
  ///
  /// @param x `[B, D]`
  Tensor headDropped(Tensor x) {
    return masked(x, headDropout, x.numel(), new long[] {x.size(0), x.size(1)});
  }

  private Tensor masked(Tensor x, double rate, long count, long[] shape) {
    if (rate == 0) {
      return x;
    }
    float[] mask = new float[Math.toIntExact(count)];
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < rate ? 0 : kept;
    }
    return x.mul(AbstractTensor.create(mask).reshape(shape).to(x.scalar_type()));
  }
}
