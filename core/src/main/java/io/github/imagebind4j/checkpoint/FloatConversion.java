package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;

/// Converts blocks of floats to another type, to the nearest value, ties to even.
///
/// Serves one tensor, on one thread.
final class FloatConversion implements FloatBits.Block {
  static final int VALUES = 1 << 16;

  /// The least magnitude that rounds to infinity in BF16.
  private static final int BEYOND_BF16 = 0x7f7f_8000;

  private final String name;
  private final DType to;
  private final WritableByteChannel out;
  private final ByteBuffer given;
  private final short[] halves;

  FloatConversion(String name, DType to, WritableByteChannel out) {
    this.name = name;
    this.to = to;
    this.out = out;
    this.given = ByteBuffer.allocateDirect(VALUES * to.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    this.halves = new short[to == DType.F32 ? 0 : VALUES];
  }

  @Override
  public void accept(int[] bits, int count) throws IOException {
    given.clear();
    switch (to) {
      case F16 -> toHalf(bits, count);
      case BF16 -> toBrain(bits, count);
      default -> given.asIntBuffer().put(bits, 0, count);
    }
    if (to != DType.F32) {
      given.asShortBuffer().put(halves, 0, count);
    }
    out.write(given.limit(count * to.byteSize()));
  }

  private void toHalf(int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      halves[i] = Float.floatToFloat16(Float.intBitsToFloat(bits[i]));
    }
    // Infinity in the result is all exponent bits and no other.
    for (int i = 0; i < count; i++) {
      if ((halves[i] & 0x7fff) == 0x7c00) {
        requireInfinite(bits[i]);
      }
    }
  }

  private void toBrain(int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      // Half of the last bit that stays, less one unless that bit is odd: ties go to even.
      halves[i] = (short) ((bits[i] + 0x7fff + ((bits[i] >>> 16) & 1)) >>> 16);
    }
    if (FloatBits.largest(bits, 0, count) < BEYOND_BF16) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(Float.intBitsToFloat(bits[i]))) {
        // Rounding can carry a NaN over to infinity; a quiet bit keeps it one.
        halves[i] = (short) ((bits[i] >>> 16) | 0x40);
      } else if ((halves[i] & 0x7fff) == 0x7f80) {
        requireInfinite(bits[i]);
      }
    }
  }

  private void requireInfinite(int before) {
    float value = Float.intBitsToFloat(before);
    if (!Float.isInfinite(value)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s has the value %s, beyond the range of %s; convert to %s",
              name,
              value,
              to,
              to == DType.F16 ? DType.BF16 : DType.F32));
    }
  }
}
