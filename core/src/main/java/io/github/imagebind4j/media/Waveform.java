package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// A decoded sound: samples of one or more channels, full scale being ±1. Float files may go
/// beyond; nothing is clipped.
///
/// Immutable and safe for use by any thread.
public final class Waveform {
  private final int sampleRate;
  private final int sampleCount;
  private final float[][] channels;

  private Waveform(int sampleRate, float[][] channels) {
    if (sampleRate < 1) {
      throw new InputException("a sample rate must be at least 1 Hz, got " + sampleRate);
    }
    if (channels.length == 0) {
      throw new InputException("a waveform needs at least one channel, got none");
    }
    this.sampleCount = channels[0].length;
    for (float[] channel : channels) {
      if (channel.length != sampleCount) {
        throw new InputException(
            "all channels must be equally long, got " + sampleCount + " and " + channel.length);
      }
    }
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  /// Makes a waveform from a copy of its samples.
  ///
  /// @param sampleRate samples a second
  /// @param channels `[C][N]`, C at least 1
  /// @return the waveform
  /// @throws InputException if there is no channel, their lengths differ, or the rate is below 1
  public static Waveform copyOf(int sampleRate, float[]... channels) {
    return new Waveform(
        sampleRate, Arrays.stream(channels).map(float[]::clone).toArray(float[][]::new));
  }

  /// Makes a waveform that takes over its samples without copying. The caller must not write to
  /// them again.
  ///
  /// @param sampleRate samples a second
  /// @param channels `[C][N]`, C at least 1
  /// @return the waveform
  /// @throws InputException if there is no channel, their lengths differ, or the rate is below 1
  public static Waveform wrap(int sampleRate, float[]... channels) {
    return new Waveform(sampleRate, channels.clone());
  }

  /// Samples a second.
  ///
  /// @return the rate in Hz
  public int sampleRate() {
    return sampleRate;
  }

  /// How many channels there are.
  ///
  /// @return at least 1
  public int channelCount() {
    return channels.length;
  }

  /// How many samples each channel has.
  ///
  /// @return the number of samples of one channel
  public int sampleCount() {
    return sampleCount;
  }

  /// How long the sound is.
  ///
  /// @return its duration in seconds
  public double durationSeconds() {
    return (double) sampleCount / sampleRate;
  }

  /// The samples of one channel, as a view.
  ///
  /// @param index from 0
  /// @return a fresh read-only buffer; no copy is made
  public FloatBuffer channel(int index) {
    return FloatBuffer.wrap(channels[index]).asReadOnlyBuffer();
  }

  /// Copies part of one channel: the quick way to work on the samples.
  ///
  /// @param index the channel, from 0
  /// @param from the first sample
  /// @param count how many samples
  /// @param target receives them
  /// @param at where in `target` the first one goes
  public void copySamples(int index, int from, int count, float[] target, int at) {
    System.arraycopy(channels[index], from, target, at, count);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Waveform other
        && sampleRate == other.sampleRate
        && Arrays.deepEquals(channels, other.channels);
  }

  @Override
  public int hashCode() {
    return 31 * sampleRate + Arrays.deepHashCode(channels);
  }

  @Override
  public String toString() {
    return "Waveform[" + channels.length + " x " + sampleCount + " at " + sampleRate + " Hz]";
  }
}
