package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;

/// Gathers the bytes of a float tensor, in whatever pieces they come, and hands them on in blocks
/// as the bits of 32-bit floats: plain integer arrays, over which loops run many values at a time.
///
/// Serves one tensor, on one thread.
final class FloatBits implements WritableByteChannel {
  /// The bits of infinity. Without their sign, bits compare as the floats do, and NaNs lie above.
  static final int INFINITY = 0x7f80_0000;

  private static final int MAGNITUDE = 0x7fff_ffff;

  private final DType from;
  private final Block block;
  private final ByteBuffer taken;
  private final int[] bits;
  private final short[] halves;

  /// Takes a block.
  @FunctionalInterface
  interface Block {
    /// @param bits of `count` floats, to be used before this returns
    void accept(int[] bits, int count) throws IOException;
  }

  /// @param from F32, F16 or BF16
  /// @param values a block, the last one excepted
  FloatBits(DType from, int values, Block block) {
    this.from = from;
    this.block = block;
    this.taken = ByteBuffer.allocateDirect(values * from.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    this.bits = new int[values];
    this.halves = new short[from == DType.F32 ? 0 : values];
  }

  static boolean reads(DType dtype) {
    return dtype == DType.F32 || dtype == DType.F16 || dtype == DType.BF16;
  }

  /// Hands a tensor's values to `block`, all of them when this returns.
  static void of(TensorSource tensor, int values, Block block) throws IOException {
    FloatBits bits = new FloatBits(tensor.dtype(), values, block);
    tensor.content().writeTo(bits);
    bits.finish();
  }

  /// The largest magnitude in a part of a block, as bits.
  static int largest(int[] bits, int from, int to) {
    int largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, bits[i] & MAGNITUDE);
    }
    return largest;
  }

  /// Refuses a value that is no number.
  static CheckpointException notFinite(String tensor, int bits) {
    return new CheckpointException(
        String.format(
            Locale.ROOT,
            "tensor %s has a weight that is %s; a model with it is of no use: take a sound checkpoint",
            tensor,
            Float.isNaN(Float.intBitsToFloat(bits)) ? "not a number" : "infinite"));
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
    if (taken.position() >= from.byteSize()) {
      flush();
    }
  }

  private void flush() throws IOException {
    taken.flip();
    int count = taken.remaining() / from.byteSize();
    switch (from) {
      case F16 -> {
        taken.asShortBuffer().get(halves, 0, count);
        for (int i = 0; i < count; i++) {
          bits[i] = Float.floatToRawIntBits(Float.float16ToFloat(halves[i]));
        }
      }
      case BF16 -> {
        taken.asShortBuffer().get(halves, 0, count);
        for (int i = 0; i < count; i++) {
          bits[i] = halves[i] << 16;
        }
      }
      default -> taken.asIntBuffer().get(bits, 0, count);
    }
    taken.position(count * from.byteSize()).compact();
    block.accept(bits, count);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  /// Does nothing: there is nothing to close.
  @Override
  public void close() {}
}
