package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// A native library (LibTorch, FFmpeg, OpenCV) is absent, of the wrong platform, or clashes with
/// another copy.
public final class MissingNativeException extends ImageBindException {

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public MissingNativeException(String message) {
    super(message, null);
  }

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public MissingNativeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
