package io.github.imagebind4j;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;

/// What reading, decoding and preprocessing made of one input.
sealed interface Prepared {
  /// The input as it was given.
  Input input();

  /// A tensor for the model.
  record Ready(Input input, TensorKey content) implements Prepared {
    /// What the tensor takes on the Java heap.
    long bytes() {
      return Float.BYTES * content.tensor().shape().count();
    }
  }

  /// No tensor.
  record Unreadable(Input input, ImageBindException reason) implements Prepared {}
}
