package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.Locale;

/// A motion recording: six channels of evenly spaced samples, in the order accelerometer x, y, z in
/// m/s², then gyroscope x, y, z in rad/s. Every value is finite.
///
/// Immutable and safe for use by any thread.
public final class ImuSeries {
  /// Accelerometer x, y, z, then gyroscope x, y, z.
  public static final int CHANNELS = 6;

  private final double sampleRateHz;
  private final float[][] channels;

  private ImuSeries(double sampleRateHz, float[][] channels) {
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
  }

  /// Makes a recording from a copy of `channels`.
  ///
  /// @param sampleRateHz samples per second, above 0
  /// @param channels `[6][T]`, T at least 1, every value finite: accelerometer x, y, z (m/s²), then
  ///   gyroscope x, y, z (rad/s)
  /// @return the recording
  /// @throws InputException if there are not six channels of one length, a value is not finite, or
  ///   the rate is not above 0
  public static ImuSeries copyOf(double sampleRateHz, float[][] channels) {
    if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
      throw new InputException("a sample rate must be above 0 Hz, got " + sampleRateHz);
    }
    if (channels.length != CHANNELS) {
      throw new InputException(
          "a motion recording has 6 channels (accelerometer x, y, z, gyroscope x, y, z), got "
              + channels.length);
    }
    float[][] copy = new float[CHANNELS][];
    for (int c = 0; c < CHANNELS; c++) {
      copy[c] = channels[c].clone();
      if (copy[c].length != copy[0].length || copy[c].length == 0) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "a motion recording's channels have one length of at least 1, got %d and %d samples",
                copy[0].length,
                copy[c].length));
      }
      for (int i = 0; i < copy[c].length; i++) {
        if (!Float.isFinite(copy[c][i])) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "sample %d of channel %d is %s; replace it by a number",
                  i,
                  c,
                  copy[c][i]));
        }
      }
    }
    return new ImuSeries(sampleRateHz, copy);
  }

  /// Samples per second.
  ///
  /// @return the rate in Hz, above 0
  public double sampleRateHz() {
    return sampleRateHz;
  }

  /// How many samples each channel has.
  ///
  /// @return at least 1
  public int samples() {
    return channels[0].length;
  }

  /// One value.
  ///
  /// @param channel 0 to 2: accelerometer x, y, z in m/s²; 3 to 5: gyroscope x, y, z in rad/s
  /// @param sample from 0 to `samples() - 1`
  /// @return the value, finite
  public float get(int channel, int sample) {
    return channels[channel][sample];
  }

  /// One channel.
  ///
  /// @param channel 0 to 2: accelerometer x, y, z in m/s²; 3 to 5: gyroscope x, y, z in rad/s
  /// @return a fresh copy of its samples
  public float[] channel(int channel) {
    return channels[channel].clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ImuSeries other
        && sampleRateHz == other.sampleRateHz
        && Arrays.deepEquals(channels, other.channels);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(sampleRateHz) + Arrays.deepHashCode(channels);
  }

  @Override
  public String toString() {
    return "ImuSeries[6 x " + samples() + " at " + sampleRateHz + " Hz]";
  }
}
