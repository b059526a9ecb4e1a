package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a recording into clips of equal length, spread evenly from its beginning to its end; they
/// overlap where the recording is short, and are all the same where it is no longer than a clip.
///
/// Times are exact fractions of the double duration, as in the reference: one sample more or less
/// shifts every value of a spectrogram.
///
/// Source: pytorchvideo's `ConstantClipsPerVideoSampler`.
///
/// Immutable and safe for use by any thread.
///
/// @param clipSeconds the length of a clip
/// @param clipCount how many clips, at least 1
public record ClipSampler(double clipSeconds, int clipCount) {

  /// Checks the settings.
  ///
  /// @throws ConfigException if one is not above 0
  public ClipSampler {
    if (!(clipSeconds > 0) || Double.isInfinite(clipSeconds) || clipCount < 1) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "clips need a length and a count above 0, got %d of %s s",
              clipCount,
              clipSeconds));
    }
  }

  /// The clips of a recording: the i-th starts at `i * max(duration - clip, 0) / (count - 1)`.
  ///
  /// @param durationSeconds how long the recording is
  /// @return as many clips as asked for
  /// @throws InputException if the duration is negative or not a number
  List<Clip> clips(double durationSeconds) {
    if (!(durationSeconds >= 0) || Double.isInfinite(durationSeconds)) {
      throw new InputException("a duration must be a number of seconds, got " + durationSeconds);
    }
    Rational length = Rational.of(clipSeconds);
    Rational lastStart = Rational.of(Math.max(durationSeconds - clipSeconds, 0));
    Rational step = lastStart.dividedBy(BigInteger.valueOf(Math.max(clipCount - 1, 1)));
    List<Clip> clips = new ArrayList<>(clipCount);
    for (int i = 0; i < clipCount; i++) {
      Rational start = step.times(BigInteger.valueOf(i));
      clips.add(new Clip(start, start.plus(length)));
    }
    return clips;
  }
}
