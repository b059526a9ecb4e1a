package io.github.imagebind4j.preprocess;

import java.util.Arrays;

/// Triangular filters, evenly spaced on the mel scale (`1127 ln(1 + f / 700)`) from 20 Hz to the
/// Nyquist frequency, their slopes linear in mel. Computed in float, step by step as the reference.
///
/// The lowest filters are narrower than a bin of the spectrum: at 128 filters and 16 kHz, number 3
/// meets none at all.
///
/// Source: torchaudio's `compliance.kaldi.get_mel_banks`, 0.13.1.
///
/// Immutable and safe for use by any thread.
final class MelFilterBank {
  private static final double LOWEST_HZ = 20;

  private final float[][] weights;
  private final int[] first;

  /// Computes the filters.
  ///
  /// @param filters how many
  /// @param sampleRate of the sound, in Hz
  MelFilterBank(int filters, int sampleRate) {
    double low = 1127 * Math.log(1 + LOWEST_HZ / 700);
    double high = 1127 * Math.log(1 + 0.5 * sampleRate / 700);
    float delta = (float) ((high - low) / (filters + 1));
    float[] mel = new float[RealFft.BINS];
    float binWidth = (float) sampleRate / RealFft.SIZE;
    for (int k = 0; k < mel.length; k++) {
      mel[k] = 1127f * (float) Math.log(1f + binWidth * k / 700f);
    }
    this.weights = new float[filters][];
    this.first = new int[filters];
    for (int m = 0; m < filters; m++) {
      float left = (float) low + m * delta;
      float centre = (float) low + (m + 1f) * delta;
      float right = (float) low + (m + 2f) * delta;
      float[] all = new float[mel.length];
      for (int k = 0; k < mel.length; k++) {
        float up = (mel[k] - left) / (centre - left);
        float down = (right - mel[k]) / (right - centre);
        all[k] = Math.max(0, Math.min(up, down));
      }
      keepNonZero(m, all);
    }
  }

  private void keepNonZero(int filter, float[] all) {
    int from = 0;
    while (from < all.length && all[from] == 0) {
      from++;
    }
    int to = all.length;
    while (to > from && all[to - 1] == 0) {
      to--;
    }
    first[filter] = from;
    weights[filter] = Arrays.copyOfRange(all, from, to);
  }

  /// How many filters there are.
  int count() {
    return weights.length;
  }

  /// The energy that a filter lets through.
  ///
  /// @param filter from 0
  /// @param power the power spectrum, [RealFft.BINS]
  double energy(int filter, double[] power) {
    float[] w = weights[filter];
    int from = first[filter];
    double sum = 0;
    for (int k = 0; k < w.length; k++) {
      sum += w[k] * power[from + k];
    }
    return sum;
  }

  /// A filter's weight for every bin, for comparison with the reference's table.
  float[] row(int filter) {
    float[] all = new float[RealFft.BINS];
    System.arraycopy(weights[filter], 0, all, first[filter], weights[filter].length);
    return all;
  }
}
