package io.github.imagebind4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Passes a tensor's bytes on and refuses values that are infinite or not a number.
///
/// Serves one tensor, on one thread.
final class FiniteCheck implements WritableByteChannel {
  private static final int VALUES = 1 << 14;

  private final WritableByteChannel out;
  private final FloatBits values;

  private FiniteCheck(TensorSource tensor, WritableByteChannel out) {
    this.out = out;
    this.values =
        new FloatBits(
            tensor.dtype(),
            VALUES,
            (bits, count) -> {
              int largest = FloatBits.largest(bits, 0, count);
              if (largest >= FloatBits.INFINITY) {
                throw FloatBits.notFinite(tensor.name(), largest);
              }
            });
  }

  /// Writes a tensor's values to `out`, all of them checked when this returns.
  static void write(TensorSource tensor, WritableByteChannel out) throws IOException {
    FiniteCheck check = new FiniteCheck(tensor, out);
    tensor.content().writeTo(check);
    check.values.finish();
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    values.write(bytes.duplicate());
    return out.write(bytes);
  }

  @Override
  public boolean isOpen() {
    return out.isOpen();
  }

  /// Does nothing: the file is closed by whoever opened it.
  @Override
  public void close() {}
}
