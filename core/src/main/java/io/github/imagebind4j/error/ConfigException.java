package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// A configuration contradicts itself or asks for what does not exist.
public final class ConfigException extends ImageBindException {

  /// Makes the exception.
  ///
  /// @param message what is wrong, what was found, and the fix
  public ConfigException(String message) {
    super(message, null);
  }

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
