package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.media.Waveform;

/// Sounds at another sample rate, as the audio encoder's preprocessing makes them.
///
/// Stateless and safe for use by any thread.
public final class SoundResampler {
  private SoundResampler() {}

  /// Changes a sound's sample rate by band-limited interpolation.
  ///
  /// @param sound any sound
  /// @param sampleRate the new rate in Hz, above 0
  /// @return a sound of the same length in seconds, to within a sample; the same one if it has that
  ///   rate already
  /// @throws io.github.imagebind4j.error.InputException if the rate is not above 0
  public static Waveform resample(Waveform sound, int sampleRate) {
    if (sound.sampleRate() == sampleRate) {
      return sound;
    }
    AudioResampler resampler = new AudioResampler(sound.sampleRate(), sampleRate);
    int length = resampler.outputLength(sound.sampleCount());
    float[] input = new float[sound.sampleCount()];
    float[][] output = new float[sound.channelCount()][length];
    for (int c = 0; c < output.length; c++) {
      sound.copySamples(c, 0, input.length, input, 0);
      resampler.resample(input, 0, 0, output[c], 0, length);
    }
    return Waveform.wrap(sampleRate, output);
  }
}
