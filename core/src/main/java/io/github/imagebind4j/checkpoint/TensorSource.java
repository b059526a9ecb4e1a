package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A tensor to be written to a file. Its values are asked for only when their turn comes, in as
/// many pieces as suits it, so that a file far larger than memory can be made.
///
/// Immutable; safe for use by any thread if its content is.
///
/// @param name in the state dict
/// @param dtype number type of the values that `content` delivers
/// @param shape axis sizes
/// @param content delivers the values
public record TensorSource(String name, DType dtype, Shape shape, Content content) {
  private static final int CHUNK = 1 << 20;

  /// Delivers a tensor's values.
  @FunctionalInterface
  public interface Content {
    /// Writes all values, row-major and little-endian: exactly [TensorSource#byteSize()] bytes.
    ///
    /// @param out takes any number of bytes at a time, and always all of them
    /// @throws IOException if `out` does
    void writeTo(WritableByteChannel out) throws IOException;
  }

  /// The tensor of an open checkpoint.
  ///
  /// @param tensor its checkpoint stays open until the file is written
  /// @return a source that reads the mapped file, with nothing on the Java heap
  public static TensorSource of(StoredTensor tensor) {
    return of(tensor.name(), tensor.dtype(), tensor.shape(), tensor.data());
  }

  /// The tensor of an open checkpoint, visited when its turn comes: a file of any size is read
  /// without staying in memory.
  ///
  /// @param checkpoint stays open until the file is written
  /// @param name one of its tensors
  /// @return a source that reads the mapped file, with nothing on the Java heap
  /// @throws CheckpointException if there is none of this name
  public static TensorSource of(Checkpoint checkpoint, String name) {
    StoredTensor tensor = checkpoint.tensor(name);
    return new TensorSource(
        name,
        tensor.dtype(),
        tensor.shape(),
        out -> {
          IOException failed =
              checkpoint.<@Nullable IOException>visit(
                  name,
                  visited -> {
                    try {
                      of(visited).content().writeTo(out);
                      return null;
                    } catch (IOException e) {
                      return e;
                    }
                  });
          if (failed != null) {
            throw failed;
          }
        });
  }

  /// A tensor in memory.
  ///
  /// @param name in the state dict
  /// @param dtype number type of the values
  /// @param shape axis sizes
  /// @param data the values, row-major and little-endian; unchanged until the file is written
  /// @return a source that reads `data`, with nothing on the Java heap
  public static TensorSource of(String name, DType dtype, Shape shape, MemorySegment data) {
    return new TensorSource(
        name,
        dtype,
        shape,
        out -> {
          for (long at = 0; at < data.byteSize(); at += CHUNK) {
            long size = Math.min(CHUNK, data.byteSize() - at);
            out.write(data.asSlice(at, size).asByteBuffer());
          }
        });
  }

  /// A float tensor on the Java heap.
  ///
  /// @param name in the state dict
  /// @param array the values
  /// @return an F32 source
  public static TensorSource of(String name, FloatArray array) {
    return new TensorSource(
        name,
        DType.F32,
        array.shape(),
        out -> {
          FloatBuffer values = array.asBuffer();
          ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
          while (values.hasRemaining()) {
            while (values.hasRemaining() && chunk.hasRemaining()) {
              chunk.putFloat(values.get());
            }
            out.write(chunk.flip());
            chunk.clear();
          }
        });
  }

  /// How many bytes the values take.
  ///
  /// @return count times [DType#byteSize()]
  /// @throws CheckpointException if that is beyond 2^63
  public long byteSize() {
    try {
      return Math.multiplyExact(shape.count(), dtype.byteSize());
    } catch (ArithmeticException e) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT, "tensor %s %s has more than 2^63 bytes; check its shape", name, shape),
          e);
    }
  }

  /// The same tensor in another float type, converted as it is written: to the nearest value, ties
  /// to even.
  ///
  /// Converts among F32, F16 and BF16. Integers and F64 stay as they are: a step counter or a mask
  /// must not lose its exact values.
  ///
  /// @param to F32, F16 or BF16
  /// @return a source of the other type, or this one if there is nothing to convert; writing it is
  ///   a [CheckpointException] where a finite value lies beyond the range of `to`
  /// @throws CheckpointException if `to` is none of the three
  public TensorSource as(DType to) {
    if (!FloatBits.reads(to)) {
      throw new CheckpointException("can't convert to " + to + "; choose F32, F16 or BF16");
    }
    if (dtype == to || !FloatBits.reads(dtype)) {
      return this;
    }
    return new TensorSource(
        name,
        to,
        shape,
        out -> FloatBits.of(this, FloatConversion.VALUES, new FloatConversion(name, to, out)));
  }

  /// The same tensor, in which a value that is infinite or not a number is refused as it passes.
  ///
  /// @return a source whose writing is a [CheckpointException] if there is such a value; this one
  ///   if it is not of F32, F16 or BF16
  public TensorSource finite() {
    if (!FloatBits.reads(dtype)) {
      return this;
    }
    return new TensorSource(name, dtype, shape, out -> FiniteCheck.write(this, out));
  }
}
