package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.preprocess.AudioProfile;
import java.util.Locale;

/// In what form decoded media is kept.
///
/// Immutable and safe for use by any thread.
///
/// @param shortSide the most pixels of a picture's, depth map's or thermal image's shorter side;
///   smaller ones are kept as they are
/// @param maxAspect the most that the longer side is of the shorter one; beyond it the middle is
///   kept
/// @param maxAudioSeconds how much of a sound is kept, from its start
/// @param audio whose sample rate and mel bands spectrograms have
public record CacheSettings(
    int shortSide, double maxAspect, double maxAudioSeconds, AudioProfile audio) {

  /// 160 pixels, 4:3, one minute of sound by the reference's profile.
  public static final CacheSettings DEFAULT =
      new CacheSettings(160, 4.0 / 3, 60, AudioProfile.REFERENCE);

  /// Raised when the form of what is stored changes.
  private static final int FORM = 2;

  private static final int MAX_SHORT_SIDE = 4096;
  private static final double MAX_ASPECT = 16;

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is out of its range
  public CacheSettings {
    if (shortSide < 1 || shortSide > MAX_SHORT_SIDE) {
      throw new ConfigException(
          "a cached picture's short side must be from 1 to 4096 pixels, got " + shortSide);
    }
    if (!(maxAspect >= 1 && maxAspect <= MAX_ASPECT)) {
      throw new ConfigException("maxAspect must be from 1 to 16, got " + maxAspect);
    }
    if (!(maxAudioSeconds >= audio.clipSeconds() && maxAudioSeconds <= 3600)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "maxAudioSeconds must be from a clip's %s to 3600, got %s",
              audio.clipSeconds(),
              maxAudioSeconds));
    }
  }

  /// These settings for another size of pictures.
  ///
  /// @param pixels the most of the shorter side
  /// @return the changed copy
  public CacheSettings withShortSide(int pixels) {
    return new CacheSettings(pixels, maxAspect, maxAudioSeconds, audio);
  }

  /// What decides the stored bytes, as text: caches of different text live in different folders.
  String key() {
    return String.format(
        Locale.ROOT,
        "form %d, short side %d, aspect %s, audio %s s, %d Hz, %d bands",
        FORM,
        shortSide,
        maxAspect,
        maxAudioSeconds,
        audio.sampleRate(),
        audio.melBins());
  }
}
