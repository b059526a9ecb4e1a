package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Layer normalisation over the last axis. Its epsilon differs by place: 1e-5 in stems, 1e-6
/// everywhere else; with a small residual stream the wrong one is plainly visible in the output.
final class LayerNorm {
  /// PyTorch's default, which the reference's stems have.
  static final double STEM_EPS = 1e-5;

  /// Of the vision trunk's first norm, of all blocks and heads.
  static final double EPS = 1e-6;

  private final long[] dim;
  private final TensorOptional weight;
  private final TensorOptional bias;
  private final double eps;

  LayerNorm(Weights weights, int dim, double eps) {
    this.dim = new long[] {dim};
    this.weight = weights.optional("weight");
    this.bias = weights.optional("bias");
    this.eps = eps;
  }

  /// @param x `[..., D]`
  /// @return `[..., D]`
  Tensor forward(Tensor x) {
    return torch.layer_norm(x, dim, weight, bias, eps, false);
  }
}
