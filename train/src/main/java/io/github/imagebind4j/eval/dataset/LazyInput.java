package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.input.Input;

/// Makes an item's input when it is needed: a crop of a picture, or five seconds of a recording, is
/// not kept in memory for all items at once. Safe for use by any thread.
@FunctionalInterface
public interface LazyInput {

  /// Makes the input.
  ///
  /// @return the input; equal in content at each call
  /// @throws io.github.imagebind4j.error.ImageBindException if what it is made of can't be read
  Input open();
}
