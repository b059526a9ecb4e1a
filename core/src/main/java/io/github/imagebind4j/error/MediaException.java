package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// A media file can't be opened, recognised or decoded, or is larger than the limits allow.
public final class MediaException extends ImageBindException {

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public MediaException(String message) {
    super(message, null);
  }

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public MediaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
