package io.github.imagebind4j.error;

import org.jspecify.annotations.Nullable;

/// The root of every exception that ImageBind4J throws on purpose. Unchecked and sealed: catch this
/// one to handle all, or switch over the kinds.
///
/// A message has three parts: what is wrong, what was found, and the fix.
public abstract sealed class ImageBindException extends RuntimeException
    permits CheckpointException,
        ConfigException,
        IndexException,
        InputException,
        MediaException,
        MissingNativeException {

  /// Makes the exception with its cause.
  ///
  /// @param message what is wrong, what was found, and the fix
  /// @param cause what led to it, or null
  ImageBindException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
