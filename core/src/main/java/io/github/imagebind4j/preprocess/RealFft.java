package io.github.imagebind4j.preprocess;

/// The power spectrum of 512 real samples: a complex Fourier transform of half the length by
/// Stockham's self-sorting radix-2 scheme, then one pass to unfold it.
///
/// Holds its own scratch space: for one thread.
final class RealFft {
  /// Samples in.
  static final int SIZE = 512;

  /// Bins out, without the last one, at the Nyquist frequency.
  static final int BINS = SIZE / 2;

  private static final double[] COS = new double[BINS];
  private static final double[] SIN = new double[BINS];

  static {
    for (int i = 0; i < BINS; i++) {
      COS[i] = Math.cos(-2 * Math.PI * i / SIZE);
      SIN[i] = Math.sin(-2 * Math.PI * i / SIZE);
    }
  }

  private double[] re = new double[BINS];
  private double[] im = new double[BINS];
  private double[] nextRe = new double[BINS];
  private double[] nextIm = new double[BINS];

  /// Computes `|X[k]|^2`.
  ///
  /// @param samples [SIZE]
  /// @param power [BINS], receives the bins 0 to BINS - 1
  void power(double[] samples, double[] power) {
    for (int i = 0; i < BINS; i++) {
      re[i] = samples[2 * i];
      im[i] = samples[2 * i + 1];
    }
    transform();
    power[0] = (re[0] + im[0]) * (re[0] + im[0]);
    for (int k = 1; k < BINS; k++) {
      double evenRe = re[k] + re[BINS - k];
      double evenIm = im[k] - im[BINS - k];
      double oddRe = im[k] + im[BINS - k];
      double oddIm = re[BINS - k] - re[k];
      double x = evenRe + COS[k] * oddRe - SIN[k] * oddIm;
      double y = evenIm + COS[k] * oddIm + SIN[k] * oddRe;
      power[k] = (x * x + y * y) / 4;
    }
  }

  /// The complex transform of `re`, `im` in place, by way of the second pair.
  private void transform() {
    int groups = BINS / 2;
    for (int stride = 1; stride < BINS; stride *= 2, groups /= 2) {
      for (int g = 0; g < groups; g++) {
        // The twiddle exp(-2 pi i g / (2 groups)); the table counts in 1 / SIZE of a turn.
        int turn = g * (BINS / groups);
        butterflies(g * stride, groups * stride, stride, COS[turn], SIN[turn]);
      }
      double[] swap = re;
      re = nextRe;
      nextRe = swap;
      swap = im;
      im = nextIm;
      nextIm = swap;
    }
  }

  private void butterflies(int from, int half, int stride, double cos, double sin) {
    int to = 2 * from;
    for (int k = 0; k < stride; k++) {
      double aRe = re[from + k];
      double aIm = im[from + k];
      double bRe = re[from + half + k];
      double bIm = im[from + half + k];
      double dRe = aRe - bRe;
      double dIm = aIm - bIm;
      nextRe[to + k] = aRe + bRe;
      nextIm[to + k] = aIm + bIm;
      nextRe[to + stride + k] = dRe * cos - dIm * sin;
      nextIm[to + stride + k] = dRe * sin + dIm * cos;
    }
  }
}
