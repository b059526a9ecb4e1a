package io.github.imagebind4j.preprocess;

import java.util.Arrays;

/// Sums of neighbouring lines of 8-bit values, each line with one integer weight, rounded and
/// clipped to 8 bits: one direction of a resampling.
///
/// Values go in and come out as signed bytes, 128 below the level they stand for, and the sums are
/// kept in double, which holds every one of them exactly. Both are for C2: it has vector
/// instructions for signed bytes to floating point, but (in JDK 25) none for unsigned bytes, nor
/// for bytes to int. Its loops are kept apart and plain for the same reason.
///
/// For one thread.
final class WeightedLines {
  private static final int ROUNDING = 1 << (BicubicAxis.PRECISION_BITS - 1);

  private final BicubicAxis axis;
  private final double[] weights;
  private final byte[] lines;
  private final int length;
  private final double[] sums;
  private final int[] levels;

  /// Prepares for sums.
  ///
  /// @param axis the weights
  /// @param lines the values, from the axis' first source line on; read at each sum
  /// @param length of a line
  WeightedLines(BicubicAxis axis, byte[] lines, int length) {
    this.axis = axis;
    this.weights = Arrays.stream(axis.fixedWeights()).asDoubleStream().toArray();
    this.lines = lines;
    this.length = length;
    this.sums = new double[length];
    this.levels = new int[length];
  }

  /// Computes one line of the output.
  ///
  /// @param i its number
  /// @param out receives it
  /// @param at where in `out`
  void compute(int i, byte[] out, int at) {
    int w = i * axis.taps();
    int end = w + axis.count(i);
    Arrays.fill(sums, start(w, end));
    int from = (axis.start(i) - axis.first()) * length;
    for (; w + 3 < end; w += 4, from += 4 * length) {
      addFour(from, w);
    }
    for (; w < end; w++, from += length) {
      addOne(lines, from, weights[w], sums);
    }
    round(sums, levels);
    narrow(levels, out, at);
  }

  /// What makes up for the 128 that each value, and each result, is too low.
  private double start(int w, int end) {
    double sum = 0;
    for (int k = w; k < end; k++) {
      sum += weights[k];
    }
    return ROUNDING + 128 * (sum - (1 << BicubicAxis.PRECISION_BITS));
  }

  private void addFour(int from, int w) {
    addFour(lines, from, length, weights[w], weights[w + 1], weights[w + 2], weights[w + 3], sums);
  }

  private static void addFour(
      byte[] lines,
      int from,
      int length,
      double w,
      double w1,
      double w2,
      double w3,
      double[] sums) {
    int from1 = from + length;
    int from2 = from1 + length;
    int from3 = from2 + length;
    for (int x = 0; x < sums.length; x++) {
      sums[x] +=
          lines[from + x] * w
              + lines[from1 + x] * w1
              + lines[from2 + x] * w2
              + lines[from3 + x] * w3;
    }
  }

  private static void addOne(byte[] lines, int from, double weight, double[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += lines[from + x] * weight;
    }
  }

  private static void round(double[] sums, int[] levels) {
    for (int x = 0; x < sums.length; x++) {
      levels[x] = Math.max(-128, Math.min((int) sums[x] >> BicubicAxis.PRECISION_BITS, 127));
    }
  }

  private static void narrow(int[] levels, byte[] out, int at) {
    for (int x = 0; x < levels.length; x++) {
      out[at + x] = (byte) levels[x];
    }
  }
}
