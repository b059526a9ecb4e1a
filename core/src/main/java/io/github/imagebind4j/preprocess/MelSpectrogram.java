package io.github.imagebind4j.preprocess;

import java.util.Arrays;

/// Log-mel energies of a sound, as Kaldi's filter bank features: frames of 25 ms every 10 ms, each
/// without its own mean, pre-emphasised, under a symmetric Hann window, then the power spectrum
/// through [MelFilterBank] and the natural logarithm.
///
/// Samples go in at full scale ±1. Steps up to the window are in float as in the reference, the
/// transform in double: where a band holds nothing but rounding noise, the reference's own float
/// noise cannot be had again by any means.
///
/// Source: torchaudio's `compliance.kaldi.fbank`, 0.13.1.
///
/// Immutable and safe for use by any thread.
final class MelSpectrogram {
  private static final double FRAME_SECONDS = 0.025;
  private static final double SHIFT_SECONDS = 0.010;
  private static final float PREEMPHASIS = 0.97f;
  private static final double EPSILON = Math.ulp(1f);

  private final int frameLength;
  private final int shift;
  private final float[] window;
  private final MelFilterBank filters;

  /// Computes window and filters.
  ///
  /// @param bins how many mel bands
  /// @param sampleRate of the sound in Hz, at most 20,480 so that a frame fits the transform
  MelSpectrogram(int bins, int sampleRate) {
    this.frameLength = (int) (sampleRate * FRAME_SECONDS);
    this.shift = (int) (sampleRate * SHIFT_SECONDS);
    this.window = new float[frameLength];
    float turn = (float) (2 * Math.PI / (frameLength - 1));
    for (int i = 0; i < frameLength; i++) {
      window[i] = (float) Math.cos(i * turn) * -0.5f + 0.5f;
    }
    this.filters = new MelFilterBank(bins, sampleRate);
  }

  /// The fewest samples that make a frame.
  int frameLength() {
    return frameLength;
  }

  /// The window's weights.
  float[] window() {
    return window.clone();
  }

  /// How many whole frames there are in a number of samples.
  int frameCount(int samples) {
    return samples < frameLength ? 0 : 1 + (samples - frameLength) / shift;
  }

  /// Computes log-mel energies, band by band.
  ///
  /// @param samples the sound
  /// @param count how many samples of it
  /// @param out receives frame `t` of band `m` at `at + m * columns + t`; places without a frame
  ///   are left alone
  /// @param at where in `out` the first value goes
  /// @param columns the row length in `out`; frames beyond it are not computed
  void compute(float[] samples, int count, float[] out, int at, int columns) {
    int frames = Math.min(frameCount(count), columns);
    RealFft fft = new RealFft();
    float[] frame = new float[frameLength];
    double[] padded = new double[RealFft.SIZE];
    double[] power = new double[RealFft.BINS];
    for (int t = 0; t < frames; t++) {
      System.arraycopy(samples, t * shift, frame, 0, frameLength);
      shape(frame, padded);
      fft.power(padded, power);
      for (int m = 0; m < filters.count(); m++) {
        double energy = Math.max(filters.energy(m, power), EPSILON);
        out[at + m * columns + t] = (float) Math.log(energy);
      }
    }
  }

  /// Takes the mean off, emphasises high frequencies and applies the window.
  private void shape(float[] frame, double[] padded) {
    double sum = 0;
    for (float sample : frame) {
      sum += sample;
    }
    float mean = (float) (sum / frameLength);
    for (int i = 0; i < frameLength; i++) {
      frame[i] -= mean;
    }
    padded[0] = (frame[0] - PREEMPHASIS * frame[0]) * window[0];
    for (int i = 1; i < frameLength; i++) {
      padded[i] = (frame[i] - PREEMPHASIS * frame[i - 1]) * window[i];
    }
    Arrays.fill(padded, frameLength, padded.length, 0);
  }
}
