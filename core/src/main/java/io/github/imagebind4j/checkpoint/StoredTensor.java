package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One tensor of an open [Checkpoint]: its values stay in the mapped file until someone reads them.
///
/// Safe for use by any thread. Usable until its checkpoint is closed.
public final class StoredTensor {
  private final String name;
  private final DType dtype;
  private final Shape shape;
  private final TensorValues values;

  StoredTensor(String name, DType dtype, Shape shape, TensorValues values) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.values = values;
  }

  /// The name in the state dict.
  ///
  /// @return e.g. `modality_trunks.vision.blocks.0.norm_1.weight`
  public String name() {
    return name;
  }

  /// The number type in the file.
  ///
  /// @return the number type
  public DType dtype() {
    return dtype;
  }

  /// The axis sizes.
  ///
  /// @return the shape, `[]` for a scalar
  public Shape shape() {
    return shape;
  }

  /// How many bytes [#data()] has.
  ///
  /// @return count times [DType#byteSize()]
  public long byteSize() {
    return shape.count() * dtype.byteSize();
  }

  /// The values, row-major and little-endian, without a copy on the Java heap.
  ///
  /// For nearly every tensor this is the mapped file itself. Only a tensor that PyTorch saved as a
  /// transposed, strided or expanded view is gathered, at the first call, into native memory that
  /// the checkpoint frees when it closes.
  ///
  /// The address is a multiple of the element size in files that PyTorch 1.6 and later,
  /// [SafetensorsWriter] or [TorchWriter] wrote. In legacy `.pth` files, and in safetensors of
  /// other writers, it need not be: check [java.lang.foreign.MemorySegment#address()], and copy to
  /// native memory of your own where the reader of the memory asks for alignment.
  ///
  /// @return a read-only segment of [#byteSize()] bytes; touching it once the checkpoint is closed
  ///   is an [IllegalStateException], but native code that kept the address would crash
  /// @throws CheckpointException if the checkpoint is closed
  public MemorySegment data() {
    return values.get();
  }

  /// Hands this tensor to `use`, and lets go of what memory its values took.
  <T extends @Nullable Object> T lend(Function<? super StoredTensor, ? extends T> use) {
    return values.lend(data -> use.apply(new StoredTensor(name, dtype, shape, lent(data))));
  }

  private static TensorValues lent(MemorySegment data) {
    return new TensorValues() {
      @Override
      public MemorySegment get() {
        return data;
      }

      @Override
      public <T extends @Nullable Object> T lend(Function<MemorySegment, ? extends T> use) {
        return use.apply(data);
      }
    };
  }

  /// The values as floats on the Java heap: for small tensors such as logit scales.
  ///
  /// @return a copy; F16 and BF16 widen exactly, F64 and integers are rounded to the nearest float
  /// @throws CheckpointException if the tensor has more than 2^31 - 8 values, or the checkpoint is
  ///   closed
  public FloatArray toFloatArray() {
    long count = shape.count();
    if (count > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s %s is too large for the Java heap; use its data() segment",
              name,
              shape));
    }
    MemorySegment segment = data();
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = dtype.read(segment, (long) i * dtype.byteSize());
    }
    return FloatArray.wrap(values, shape.dims());
  }

  @Override
  public String toString() {
    return name + " " + dtype + " " + shape;
  }
}
