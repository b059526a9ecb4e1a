package io.github.imagebind4j.media;

import io.github.imagebind4j.error.ConfigException;
import java.util.Locale;

/// How much a decoder takes on before it refuses a file. A file states its size in a few bytes of
/// its header, so each limit is checked before memory is reserved for the content.
///
/// Immutable and safe for use by any thread.
///
/// @param maxPixels the most pixels that an image, a depth map, a thermal image or a video frame
///   may have
/// @param maxFileBytes the longest file that is read into memory whole (images, tables, arrays)
/// @param maxAudioSeconds the longest sound that is decoded
/// @param maxImuSamples the most samples (rows) of a motion recording
public record MediaLimits(
    long maxPixels, long maxFileBytes, double maxAudioSeconds, int maxImuSamples) {

  /// 100 million pixels, 1 GiB, one hour of sound, 10 million motion samples.
  public static final MediaLimits DEFAULT =
      new MediaLimits(100_000_000L, 1L << 30, 3_600, 10_000_000);

  /// Checks the limits.
  ///
  /// @throws ConfigException if one is not above 0, or `maxPixels` is more than a Java array of RGB
  ///   can hold (715,827,882)
  public MediaLimits {
    if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / 3) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "maxPixels must be from 1 to %d, got %d",
              Integer.MAX_VALUE / 3,
              maxPixels));
    }
    if (maxFileBytes < 1) {
      throw new ConfigException("maxFileBytes must be above 0, got " + maxFileBytes);
    }
    if (!(maxAudioSeconds > 0)) {
      throw new ConfigException("maxAudioSeconds must be above 0, got " + maxAudioSeconds);
    }
    if (maxImuSamples < 1) {
      throw new ConfigException("maxImuSamples must be above 0, got " + maxImuSamples);
    }
  }

  /// These limits with another number of pixels.
  ///
  /// @param pixels the most pixels of an image or frame
  /// @return the changed copy
  public MediaLimits withMaxPixels(long pixels) {
    return new MediaLimits(pixels, maxFileBytes, maxAudioSeconds, maxImuSamples);
  }

  /// These limits with another file length.
  ///
  /// @param bytes the longest file that is read into memory whole
  /// @return the changed copy
  public MediaLimits withMaxFileBytes(long bytes) {
    return new MediaLimits(maxPixels, bytes, maxAudioSeconds, maxImuSamples);
  }

  /// These limits with another length of sound.
  ///
  /// @param seconds the longest sound that is decoded
  /// @return the changed copy
  public MediaLimits withMaxAudioSeconds(double seconds) {
    return new MediaLimits(maxPixels, maxFileBytes, seconds, maxImuSamples);
  }

  /// These limits with another length of motion recording.
  ///
  /// @param samples the most samples of a motion recording
  /// @return the changed copy
  public MediaLimits withMaxImuSamples(int samples) {
    return new MediaLimits(maxPixels, maxFileBytes, maxAudioSeconds, samples);
  }
}
