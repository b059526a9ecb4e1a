package io.github.imagebind4j.preprocess;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Turns a table of bytes by its diagonal, eight by eight at a time in eight registers: swaps of
/// single bytes, pairs and fours, as one transposes a matrix by halves.
final class ByteTranspose {
  /// Rows and columns of the block that is turned at once.
  static final int BLOCK = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BYTES = 0x00FF00FF00FF00FFL;
  private static final long PAIRS = 0x0000FFFF0000FFFFL;
  private static final long FOURS = 0x00000000FFFFFFFFL;

  private ByteTranspose() {}

  /// The next multiple of the block's size.
  static int roundUp(int count) {
    return Math.ceilDiv(count, BLOCK) * BLOCK;
  }

  /// Turns eight rows of one length, a multiple of eight, into eight columns.
  ///
  /// @param rows the table's rows
  /// @param first the first of the eight
  /// @param to receives the value of row `first + i` and column `x` at `at + x * stride + i`
  /// @param at where the first one goes
  /// @param stride from one column to the next in `to`
  /// @param flip what every eight bytes are combined with by exclusive or
  static void eightRows(byte[][] rows, int first, byte[] to, int at, int stride, long flip) {
    byte[] r0 = rows[first];
    byte[] r1 = rows[first + 1];
    byte[] r2 = rows[first + 2];
    byte[] r3 = rows[first + 3];
    byte[] r4 = rows[first + 4];
    byte[] r5 = rows[first + 5];
    byte[] r6 = rows[first + 6];
    byte[] r7 = rows[first + 7];
    int target = at;
    for (int x = 0; x < r0.length; x += BLOCK, target += BLOCK * stride) {
      long a0 = flip ^ (long) LONG.get(r0, x);
      long a1 = flip ^ (long) LONG.get(r1, x);
      long a2 = flip ^ (long) LONG.get(r2, x);
      long a3 = flip ^ (long) LONG.get(r3, x);
      long a4 = flip ^ (long) LONG.get(r4, x);
      long a5 = flip ^ (long) LONG.get(r5, x);
      long a6 = flip ^ (long) LONG.get(r6, x);
      long a7 = flip ^ (long) LONG.get(r7, x);

      long b0 = low(a0, a4, FOURS, 32);
      long b4 = high(a0, a4, FOURS, 32);
      long b1 = low(a1, a5, FOURS, 32);
      long b5 = high(a1, a5, FOURS, 32);
      long b2 = low(a2, a6, FOURS, 32);
      long b6 = high(a2, a6, FOURS, 32);
      long b3 = low(a3, a7, FOURS, 32);
      long b7 = high(a3, a7, FOURS, 32);

      long c0 = low(b0, b2, PAIRS, 16);
      long c2 = high(b0, b2, PAIRS, 16);
      long c1 = low(b1, b3, PAIRS, 16);
      long c3 = high(b1, b3, PAIRS, 16);
      long c4 = low(b4, b6, PAIRS, 16);
      long c6 = high(b4, b6, PAIRS, 16);
      long c5 = low(b5, b7, PAIRS, 16);
      long c7 = high(b5, b7, PAIRS, 16);

      LONG.set(to, target, low(c0, c1, BYTES, 8));
      LONG.set(to, target + stride, high(c0, c1, BYTES, 8));
      LONG.set(to, target + 2 * stride, low(c2, c3, BYTES, 8));
      LONG.set(to, target + 3 * stride, high(c2, c3, BYTES, 8));
      LONG.set(to, target + 4 * stride, low(c4, c5, BYTES, 8));
      LONG.set(to, target + 5 * stride, high(c4, c5, BYTES, 8));
      LONG.set(to, target + 6 * stride, low(c6, c7, BYTES, 8));
      LONG.set(to, target + 7 * stride, high(c6, c7, BYTES, 8));
    }
  }

  private static long low(long a, long b, long mask, int shift) {
    return (a & mask) | ((b & mask) << shift);
  }

  private static long high(long a, long b, long mask, int shift) {
    return ((a >>> shift) & mask) | (b & ~mask);
  }
}
