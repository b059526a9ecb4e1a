package io.github.imagebind4j.preprocess;

import java.util.Arrays;

/// Pillow's bicubic resampling of interleaved 8-bit values, bit for bit: integer weights, the rows
/// first, rounded and clipped to 8 bits before the columns. Rows and columns that the output does
/// not need are never computed, which changes no number.
///
/// Source: `docs/reference-behaviours.md`, I3.
final class ByteResampler {
  private static final int HALF = 1 << (BicubicAxis.PRECISION_BITS - 1);

  private ByteResampler() {}

  /// A picture's rows.
  @FunctionalInterface
  interface Rows {
    /// Copies `count` pixels of row `y` from pixel `x` on to the start of `target`.
    void copy(int y, int x, int count, byte[] target);
  }

  /// Resizes and crops.
  ///
  /// @param rows the source
  /// @param channels values a pixel, 1 or 3
  /// @param plan the sizes
  /// @return `[cropHeight, cropWidth, channels]`
  static byte[] resample(Rows rows, int channels, ResizeCrop plan) {
    int line = plan.cropWidth() * channels;
    if (plan.keepsHeight()) {
      byte[] out = new byte[plan.cropHeight() * line];
      horizontal(rows, channels, plan, (int) plan.top(), out);
      return out;
    }
    BicubicAxis vertical = plan.vertical();
    byte[] between = new byte[(vertical.end() - vertical.first()) * line];
    horizontal(rows, channels, plan, vertical.first(), between);
    return vertical(between, line, vertical);
  }

  /// Fills `out` with resampled rows, from the source's row `firstRow` on.
  private static void horizontal(
      Rows rows, int channels, ResizeCrop plan, int firstRow, byte[] out) {
    int line = plan.cropWidth() * channels;
    int count = out.length / line;
    if (plan.keepsWidth()) {
      byte[] row = new byte[line];
      for (int y = 0; y < count; y++) {
        rows.copy(firstRow + y, (int) plan.left(), plan.cropWidth(), row);
        System.arraycopy(row, 0, out, y * line, line);
      }
      return;
    }
    BicubicAxis axis = plan.horizontal();
    int[] weights = axis.fixedWeights();
    int columns = axis.end() - axis.first();
    byte[] row = new byte[columns * channels];
    for (int y = 0; y < count; y++) {
      rows.copy(firstRow + y, axis.first(), columns, row);
      if (channels == 3) {
        rowOfThree(row, axis, weights, out, y * line);
      } else {
        rowOfOne(row, axis, weights, out, y * line);
      }
    }
  }

  private static void rowOfThree(byte[] row, BicubicAxis axis, int[] weights, byte[] out, int to) {
    for (int x = 0; x < axis.length(); x++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int from = (axis.start(x) - axis.first()) * 3;
      int w = x * axis.taps();
      for (int end = w + axis.count(x); w < end; w++, from += 3) {
        int weight = weights[w];
        red += (row[from] & 0xff) * weight;
        green += (row[from + 1] & 0xff) * weight;
        blue += (row[from + 2] & 0xff) * weight;
      }
      out[to + 3 * x] = clip(red);
      out[to + 3 * x + 1] = clip(green);
      out[to + 3 * x + 2] = clip(blue);
    }
  }

  private static void rowOfOne(byte[] row, BicubicAxis axis, int[] weights, byte[] out, int to) {
    for (int x = 0; x < axis.length(); x++) {
      int sum = HALF;
      int from = axis.start(x) - axis.first();
      int w = x * axis.taps();
      for (int end = w + axis.count(x); w < end; w++, from++) {
        sum += (row[from] & 0xff) * weights[w];
      }
      out[to + x] = clip(sum);
    }
  }

  private static byte[] vertical(byte[] between, int line, BicubicAxis axis) {
    int[] weights = axis.fixedWeights();
    byte[] out = new byte[axis.length() * line];
    int[] sums = new int[line];
    for (int y = 0; y < axis.length(); y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < axis.count(y); k++) {
        int weight = weights[y * axis.taps() + k];
        addRow(between, (axis.start(y) - axis.first() + k) * line, weight, sums);
      }
      for (int x = 0; x < line; x++) {
        out[y * line + x] = clip(sums[x]);
      }
    }
    return out;
  }

  /// Kept apart and plain, so that the compiler turns it into vector instructions.
  private static void addRow(byte[] source, int from, int weight, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += (source[from + x] & 0xff) * weight;
    }
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> BicubicAxis.PRECISION_BITS, 0, 255);
  }
}
