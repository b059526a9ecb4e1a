package io.github.imagebind4j.train.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// The few layers that towers are made of. Matrix products run in the type that is asked for, norms
/// and sums in float32, as PyTorch's autocast does it; weights and their gradients are float32.
///
/// @param weights where they are
/// @param type of matrix products: float32 or bfloat16
record Layers(ParameterSource weights, torch.ScalarType type) {
  static final double EPS = 1e-6;
  static final double STEM_EPS = 1e-5;

  /// `x · weightᵀ + bias`.
  ///
  /// @param x `[..., K]`
  /// @return `[..., N]`, in the type of products
  Tensor linear(Tensor x, String weight, String bias) {
    return torch.linear(
        x.to(type), weights.get(weight).to(type), new TensorOptional(weights.get(bias).to(type)));
  }

  /// `x · weightᵀ`.
  Tensor linear(Tensor x, String weight) {
    return torch.linear(x.to(type), weights.get(weight).to(type));
  }

  /// LayerNorm over the last axis, in float32.
  Tensor norm(Tensor x, String at, double eps) {
    Tensor weight = weights.get(at + ".weight");
    return torch.layer_norm(
        x.to(torch.ScalarType.Float),
        new long[] {weight.size(0)},
        new TensorOptional(weight),
        new TensorOptional(weights.get(at + ".bias")),
        eps,
        false);
  }

  /// A convolution with bias.
  ///
  /// @param x `[B, C, H, W]`
  Tensor convolution(Tensor x, String at, long stride, long padding) {
    return torch.conv2d(
        x.to(type),
        weights.get(at + ".weight").to(type),
        new TensorOptional(weights.get(at + ".bias").to(type)),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }
}
