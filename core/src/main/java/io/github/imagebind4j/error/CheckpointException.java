package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// A checkpoint can't be read, is refused as unsafe, or does not hold the tensors that the model
/// asks for.
public final class CheckpointException extends ImageBindException {

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public CheckpointException(String message) {
    super(message, null);
  }

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public CheckpointException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
