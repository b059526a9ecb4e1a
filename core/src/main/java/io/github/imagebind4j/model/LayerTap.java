package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;

/// Sees tensors pass by between layers, so that tests can compare each with the reference's. Where
/// a batch goes through in parts it sees the first one's tokens.
@FunctionalInterface
interface LayerTap {
  /// Looks at nothing.
  LayerTap NONE =
      new LayerTap() {
        @Override
        public void saw(String what, Tensor tensor) {}

        @Override
        public boolean sees() {
          return false;
        }
      };

  /// @param what `trunk_in`, `block0`, …, `trunk_out`, `head_out`, `normalized` or `scaled`
  /// @param tensor owned by the forward pass: copy what is needed
  void saw(String what, Tensor tensor);

  /// Whether it looks at anything: what it sees must be in one place.
  default boolean sees() {
    return true;
  }
}
