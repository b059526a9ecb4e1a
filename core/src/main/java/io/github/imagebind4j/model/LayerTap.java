package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;

/// Sees tensors pass by between layers, so that tests can compare each with the reference's.
@FunctionalInterface
interface LayerTap {
  /// Looks at nothing.
  LayerTap NONE = (what, tensor) -> {};

  /// @param what `trunk_in`, `block0`, …, `trunk_out`, `head_out`, `normalized` or `scaled`
  /// @param tensor owned by the forward pass: copy what is needed
  void saw(String what, Tensor tensor);
}
