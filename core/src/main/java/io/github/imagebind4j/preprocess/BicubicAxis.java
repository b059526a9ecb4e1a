package io.github.imagebind4j.preprocess;

/// The weights of Pillow's bicubic resampling along one axis, for a range of the output only: a
/// crop needs no others.
///
/// Cubic with a = -0.5 over two source pixels, or over two output pixels when shrinking
/// (antialiasing); windows are cut at the border and weights normalised to sum 1.
///
/// Source: `docs/reference-behaviours.md`, I3; the method is that of Pillow's `Resample.c`
/// (Copyright © 1997-2011 by Secret Labs AB, © 1995-2011 by Fredrik Lundh, © 2010 by Jeffrey A.
/// Clark and contributors; MIT-CMU licence).
///
/// Immutable and safe for use by any thread.
final class BicubicAxis {
  /// Fraction bits of the integer weights: 8-bit values, 2 bits for the overshoot, 22 left of 32.
  static final int PRECISION_BITS = 22;

  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  private final int taps;
  private final int[] starts;
  private final int[] counts;
  private final double[] weights;

  private BicubicAxis(int taps, int length) {
    this.taps = taps;
    this.starts = new int[length];
    this.counts = new int[length];
    this.weights = new double[length * taps];
  }

  /// Computes the weights.
  ///
  /// @param inSize source pixels
  /// @param outSize output pixels, had they all been wanted
  /// @param from the first wanted output pixel
  /// @param length how many are wanted
  static BicubicAxis of(int inSize, long outSize, long from, int length) {
    double scale = (double) inSize / outSize;
    double filterScale = Math.max(scale, 1);
    double support = SUPPORT * filterScale;
    var axis = new BicubicAxis((int) Math.ceil(support) * 2 + 1, length);
    double perPixel = 1 / filterScale;
    for (int i = 0; i < length; i++) {
      double center = (from + i + 0.5) * scale;
      int start = Math.max(0, (int) (center - support + 0.5));
      int count = Math.min(inSize, (int) (center + support + 0.5)) - start;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        double weight = cubic((k + start - center + 0.5) * perPixel);
        axis.weights[i * axis.taps + k] = weight;
        sum += weight;
      }
      for (int k = 0; k < count; k++) {
        axis.weights[i * axis.taps + k] /= sum;
      }
      axis.starts[i] = start;
      axis.counts[i] = count;
    }
    return axis;
  }

  private static double cubic(double at) {
    double x = Math.abs(at);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }

  /// Output pixels.
  int length() {
    return starts.length;
  }

  /// The first source pixel of an output pixel's window.
  int start(int i) {
    return starts[i];
  }

  /// How many source pixels an output pixel's window has.
  int count(int i) {
    return counts[i];
  }

  /// The stride between two output pixels' weights in [#weights] and [#fixedWeights].
  int taps() {
    return taps;
  }

  /// The first source pixel that any window has.
  int first() {
    return starts[0];
  }

  /// The source pixel after the last that any window has.
  int end() {
    return starts[length() - 1] + counts[length() - 1];
  }

  /// All weights, `[length, taps]`; not to be written to.
  double[] weights() {
    return weights;
  }

  /// All weights as integers with [#PRECISION_BITS] fraction bits, `[length, taps]`.
  int[] fixedWeights() {
    int[] fixed = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      fixed[i] = (int) (Math.copySign(0.5, weights[i]) + weights[i] * (1 << PRECISION_BITS));
    }
    return fixed;
  }
}
