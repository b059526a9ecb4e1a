package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.media.ImuSeries;
import java.util.Locale;

/// A motion recording to the IMU encoder's input: resampled linearly to the profile's rate, the
/// first 2,000 samples kept, a shorter recording followed by zeros. Units stay m/s² and rad/s;
/// nothing is normalised.
///
/// Between the last sample and the end of its period that sample is held. Linear interpolation does
/// not filter: a recording of a much higher rate should be low-pass filtered before.
///
/// Source: the shape `[6, 2000]` is the reference's; cutting and padding with zeros are imu2clip's.
///
/// Immutable and safe for use by any thread.
public final class ImuPreprocessor {
  private final ImuProfile profile;

  private ImuPreprocessor(ImuProfile profile) {
    this.profile = profile;
  }

  /// Preprocessing by [ImuProfile#REFERENCE].
  ///
  /// @return a preprocessor of the first 5 s
  public static ImuPreprocessor reference() {
    return new ImuPreprocessor(ImuProfile.REFERENCE);
  }

  /// Preprocessing by a profile.
  ///
  /// @param profile the time scale
  /// @return a preprocessor of the first `2000 / profile.rateHz()` seconds
  public static ImuPreprocessor of(ImuProfile profile) {
    return new ImuPreprocessor(profile);
  }

  /// The profile in use.
  ///
  /// @return the profile
  public ImuProfile profile() {
    return profile;
  }

  /// Preprocesses a recording from its start.
  ///
  /// @param series any length and rate
  /// @return `[6, 2000]`: accelerometer x, y, z in m/s², then gyroscope x, y, z in rad/s
  public FloatArray apply(ImuSeries series) {
    return apply(series, 0);
  }

  /// Preprocesses a recording from a later moment on.
  ///
  /// @param series any length and rate
  /// @param startSeconds where the 2,000 samples begin, from 0 to before the recording's end
  /// @return `[6, 2000]`: accelerometer x, y, z in m/s², then gyroscope x, y, z in rad/s
  /// @throws InputException if the recording does not reach that moment
  public FloatArray apply(ImuSeries series, double startSeconds) {
    double seconds = series.samples() / series.sampleRateHz();
    if (!(startSeconds >= 0 && startSeconds < seconds)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the recording lasts %s s; start at 0 s or later and before its end, got %s s",
              seconds,
              startSeconds));
    }
    double first = startSeconds * series.sampleRateHz();
    double step = series.sampleRateHz() / profile.rateHz();
    float[] out = new float[ImuSeries.CHANNELS * ImuProfile.SAMPLES];
    for (int c = 0; c < ImuSeries.CHANNELS; c++) {
      float[] samples = series.channel(c);
      for (int i = 0; i < ImuProfile.SAMPLES; i++) {
        out[c * ImuProfile.SAMPLES + i] = at(samples, first + i * step);
      }
    }
    return FloatArray.wrap(out, ImuSeries.CHANNELS, ImuProfile.SAMPLES);
  }

  /// The value at a place between samples; 0 after the end.
  private static float at(float[] samples, double place) {
    if (place >= samples.length) {
      return 0;
    }
    int before = (int) place;
    int after = Math.min(before + 1, samples.length - 1);
    return (float) (samples[before] + (samples[after] - samples[before]) * (place - before));
  }
}
