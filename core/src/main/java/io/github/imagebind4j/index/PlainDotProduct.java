package io.github.imagebind4j.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Products in plain Java, for a JVM without `jdk.incubator.vector`.
///
/// The compiler may not change the order of a float sum, so a loop with one sum can't become SIMD
/// instructions. One that adds products to an array of sums can.
final class PlainDotProduct implements DotProduct {
  private static final int SUMS = 64; // a power of two

  @Override
  public void compute(
      MemorySegment memory, long offset, int rows, float[] query, float[] products) {
    int dimension = query.length;
    float[] row = new float[dimension];
    float[] sums = new float[SUMS];
    for (int r = 0; r < rows; r++) {
      long at = offset + (long) r * dimension * Float.BYTES;
      MemorySegment.copy(memory, LittleEndian.FLOAT, at, row, 0, dimension);
      products[r] = product(row, query, sums);
    }
  }

  private static float product(float[] row, float[] query, float[] sums) {
    Arrays.fill(sums, 0);
    int bound = query.length & -SUMS;
    for (int from = 0; from < bound; from += SUMS) {
      for (int i = 0; i < SUMS; i++) {
        sums[i] += row[from + i] * query[from + i];
      }
    }
    for (int half = SUMS / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[half + i];
      }
    }
    float sum = sums[0];
    for (int i = bound; i < query.length; i++) {
      sum += row[i] * query[i];
    }
    return sum;
  }
}
