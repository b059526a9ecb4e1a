package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// A caller's input is of the wrong shape, range or kind for what it was handed to.
public final class InputException extends ImageBindException {

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public InputException(String message) {
    super(message, null);
  }

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
