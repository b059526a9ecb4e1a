package io.github.imagebind4j.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The number type of a stored tensor, named as safetensors names it.
///
/// Immutable and safe for use by any thread.
public enum DType {
  /// IEEE 754 double precision.
  F64(8),
  /// IEEE 754 single precision.
  F32(4),
  /// IEEE 754 half precision.
  F16(2),
  /// The upper half of an F32.
  BF16(2),
  /// Signed, 64 bits.
  I64(8),
  /// Signed, 32 bits.
  I32(4),
  /// Signed, 16 bits.
  I16(2),
  /// Signed, 8 bits.
  I8(1),
  /// Unsigned, 64 bits.
  U64(8),
  /// Unsigned, 32 bits.
  U32(4),
  /// Unsigned, 16 bits.
  U16(2),
  /// Unsigned, 8 bits.
  U8(1),
  /// One byte, 0 for false.
  BOOL(1);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int byteSize;

  DType(int byteSize) {
    this.byteSize = byteSize;
  }

  /// How many bytes one value takes.
  ///
  /// @return 1, 2, 4 or 8
  public int byteSize() {
    return byteSize;
  }

  /// Whether the values are floating-point numbers.
  ///
  /// @return true for F64, F32, F16 and BF16
  public boolean isFloat() {
    return switch (this) {
      case F64, F32, F16, BF16 -> true;
      case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> false;
    };
  }

  /// One value as a float, 64-bit and 32-bit integers and doubles rounded to the nearest.
  float read(MemorySegment data, long at) {
    return switch (this) {
      case F64 -> (float) Double.longBitsToDouble(data.get(LONG, at));
      case F32 -> Float.intBitsToFloat(data.get(INT, at));
      case F16 -> Float.float16ToFloat(data.get(SHORT, at));
      case BF16 -> Float.intBitsToFloat(data.get(SHORT, at) << 16);
      case I64 -> (float) data.get(LONG, at);
      case I32 -> (float) data.get(INT, at);
      case I16 -> data.get(SHORT, at);
      case I8 -> data.get(ValueLayout.JAVA_BYTE, at);
      case U64 -> unsigned(data.get(LONG, at));
      case U32 -> (float) Integer.toUnsignedLong(data.get(INT, at));
      case U16 -> Short.toUnsignedInt(data.get(SHORT, at));
      case U8 -> Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at));
      case BOOL -> data.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
    };
  }

  private static float unsigned(long bits) {
    // Above 2^63 halve, keep the lost bit sticky so that the rounding stays right, and double.
    return bits >= 0 ? (float) bits : 2f * ((bits >>> 1) | (bits & 1));
  }
}
