package io.github.imagebind4j.preprocess;

import java.math.BigInteger;

/// A stretch of time in a recording, its bounds exact fractions of a second.
///
/// Immutable and safe for use by any thread.
///
/// @param start where it begins
/// @param end where it ends; it may lie beyond the end of the recording
record Clip(Rational start, Rational end) {

  /// The first sample of this clip.
  ///
  /// @param sampleRate samples a second
  /// @return `start * sampleRate` in exact arithmetic, truncated
  long startSample(int sampleRate) {
    return start.times(BigInteger.valueOf(sampleRate)).floor();
  }

  /// The sample after this clip's last.
  ///
  /// @param sampleRate samples a second
  /// @return `end * sampleRate` in exact arithmetic, truncated
  long endSample(int sampleRate) {
    return end.times(BigInteger.valueOf(sampleRate)).floor();
  }
}
