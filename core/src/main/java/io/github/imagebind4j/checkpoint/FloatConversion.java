package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;

/// Converts float values that stream through it, to the nearest value, ties to even.
///
/// Serves one tensor, on one thread.
final class FloatConversion implements WritableByteChannel {
  private static final int VALUES = 1 << 14;

  private final String name;
  private final DType from;
  private final DType to;
  private final WritableByteChannel out;
  private final ByteBuffer taken;
  private final ByteBuffer given;

  FloatConversion(String name, DType from, DType to, WritableByteChannel out) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.out = out;
    this.taken = ByteBuffer.allocate(VALUES * from.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    this.given = ByteBuffer.allocate(VALUES * to.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
  }

  static boolean converts(DType dtype) {
    return dtype == DType.F32 || dtype == DType.F16 || dtype == DType.BF16;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int size = bytes.remaining();
    while (bytes.hasRemaining()) {
      int part = Math.min(bytes.remaining(), taken.remaining());
      taken.put(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
      if (!taken.hasRemaining()) {
        flush();
      }
    }
    return size;
  }

  /// Hands on what is left. A value that came only in part falls short of the size that the writer
  /// then checks.
  void finish() throws IOException {
    flush();
  }

  private void flush() throws IOException {
    taken.flip();
    given.clear();
    while (taken.remaining() >= from.byteSize()) {
      put(next());
    }
    taken.compact();
    out.write(given.flip());
  }

  private float next() {
    return switch (from) {
      case F16 -> Float.float16ToFloat(taken.getShort());
      case BF16 -> Float.intBitsToFloat(taken.getShort() << 16);
      default -> taken.getFloat();
    };
  }

  private void put(float value) {
    switch (to) {
      case F16 -> {
        short half = Float.floatToFloat16(value);
        given.putShort(half);
        requireFinite(value, Float.float16ToFloat(half));
      }
      case BF16 -> {
        int bits = bf16(value);
        given.putShort((short) bits);
        requireFinite(value, Float.intBitsToFloat(bits << 16));
      }
      default -> given.putFloat(value);
    }
  }

  private static int bf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN over to infinity; a quiet bit keeps it one.
      return (bits >>> 16) | 0x40;
    }
    // Half of the last bit that stays, less one unless that bit is odd: ties go to even.
    return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
  }

  private void requireFinite(float before, float after) {
    if (Float.isInfinite(after) && !Float.isInfinite(before)) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s has the value %s, beyond the range of %s; convert to %s",
              name,
              before,
              to,
              to == DType.F16 ? DType.BF16 : DType.F32));
    }
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  /// Does nothing: the file is closed by whoever opened it.
  @Override
  public void close() {}
}
