package io.github.imagebind4j.explore;

import java.util.Arrays;

/// Products of one row with many columns. The inner loop runs over the columns, each with a sum of
/// its own, so that the JIT compiler makes vector instructions of it; along one row it may not, for
/// that would change the order of the additions.
final class Products {
  private Products() {}

  /// Multiplies.
  ///
  /// @param row `[d]`
  /// @param columns `[d][count]`, flat
  /// @param out gets `[count]`
  static void times(float[] row, float[] columns, int count, float[] out) {
    Arrays.fill(out, 0, count, 0);
    int d = 0;
    for (; d + 3 < row.length; d += 4) { // four at a time: the sums are read and written less often
      float a = row[d];
      float b = row[d + 1];
      float c = row[d + 2];
      float e = row[d + 3];
      int from = d * count;
      for (int j = 0; j < count; j++) {
        int at = from + j;
        out[j] +=
            a * columns[at]
                + b * columns[at + count]
                + c * columns[at + 2 * count]
                + e * columns[at + 3 * count];
      }
    }
    for (; d < row.length; d++) {
      float a = row[d];
      int from = d * count;
      for (int j = 0; j < count; j++) {
        out[j] += a * columns[from + j];
      }
    }
  }

  /// Adds a row times factors to columns, the transposed of [#times].
  static void addOuter(float[] row, float[] factors, int count, float[] columns) {
    for (int d = 0; d < row.length; d++) {
      float value = row[d];
      int from = d * count;
      for (int j = 0; j < count; j++) {
        columns[from + j] += value * factors[j];
      }
    }
  }

  /// Rows as columns.
  ///
  /// @param rows all of one length
  /// @param from the first one
  /// @param to after the last one
  /// @return `[d][to - from]`, flat
  static float[] columns(float[][] rows, int from, int to) {
    int count = to - from;
    int dimension = rows[from].length;
    float[] columns = new float[Math.multiplyExact(dimension, count)];
    for (int j = 0; j < count; j++) {
      for (int d = 0; d < dimension; d++) {
        columns[d * count + j] = rows[from + j][d];
      }
    }
    return columns;
  }
}
