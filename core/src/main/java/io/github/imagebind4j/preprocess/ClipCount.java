package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;

/// How many clips a recording is cut into.
///
/// Immutable and safe for use by any thread.
public sealed interface ClipCount {

  /// Always the same number, so that tensors of different recordings can be stacked.
  ///
  /// @param count how many clips, at least 1
  record Fixed(int count) implements ClipCount {

    /// Checks the count.
    ///
    /// @throws ConfigException if it is not above 0
    public Fixed {
      if (count < 1) {
        throw new ConfigException("a recording needs at least one clip, got " + count);
      }
    }
  }

  /// As many as cover the recording: `⌈duration / clip⌉`, at least 1. Tensors of recordings of
  /// different length have different shapes.
  record Covering() implements ClipCount {}

  /// The number of clips for one recording.
  ///
  /// @param durationSeconds how long the recording is
  /// @param clipSeconds how long a clip is
  /// @return at least 1
  default int forDuration(double durationSeconds, double clipSeconds) {
    return switch (this) {
      case Fixed(int count) -> count;
      case Covering() -> (int) Math.max(1, Math.ceil(durationSeconds / clipSeconds));
    };
  }
}
