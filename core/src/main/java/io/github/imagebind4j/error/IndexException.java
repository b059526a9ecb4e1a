package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// An index can't be read or written: damaged, of another version, in use, on a full disk or in a
/// folder that may not be written.
public final class IndexException extends ImageBindException {
  private static final long serialVersionUID = 1;

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public IndexException(String message) {
    super(message, null);
  }

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public IndexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
