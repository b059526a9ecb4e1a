package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A tensor that PyTorch saved as a view whose values do not lie row-major in its storage. Gathers
/// them into native memory when first asked.
///
/// Safe for use by any thread.
final class StridedView implements TensorValues {
  private final MappedFile file;
  private final MemorySegment storage;
  private final DType dtype;
  private final Shape shape;
  private final long offset;
  private final long[] strides;
  private @Nullable MemorySegment gathered;

  /// @param file owns the arena where gathered values live
  /// @param storage the bytes of the whole storage; the view was checked to lie within
  /// @param offset of the first value, in elements
  /// @param strides in elements, none negative
  StridedView(
      MappedFile file,
      MemorySegment storage,
      DType dtype,
      Shape shape,
      long offset,
      long[] strides) {
    this.file = file;
    this.storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.offset = offset;
    this.strides = strides.clone();
  }

  /// Whether values with these strides lie row-major without gaps.
  static boolean isContiguous(Shape shape, long[] strides) {
    long expected = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      // The stride of an axis of size 1 is never used.
      if (shape.dim(axis) != 1 && strides[axis] != expected) {
        return shape.count() == 0;
      }
      expected *= shape.dim(axis);
    }
    return true;
  }

  /// How many elements of its storage a view reaches to, its own offset included.
  ///
  /// @throws ArithmeticException if that is beyond 2^63
  static long extent(Shape shape, long offset, long[] strides) {
    if (shape.count() == 0) {
      return 0;
    }
    long last = offset;
    for (int axis = 0; axis < shape.rank(); axis++) {
      last = Math.addExact(last, Math.multiplyExact(shape.dim(axis) - 1L, strides[axis]));
    }
    return Math.addExact(last, 1);
  }

  @Override
  public synchronized MemorySegment get() {
    TensorTable.requireOpen(file);
    if (gathered == null) {
      gathered = gather(file.arena()).asReadOnly();
      file.letGo(storage);
    }
    return gathered;
  }

  /// Gathers into memory of its own, that of [#get] being kept for as long as the file is open.
  @Override
  public <T extends @Nullable Object> T lend(Function<MemorySegment, ? extends T> use) {
    TensorTable.requireOpen(file);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment values = gather(arena).asReadOnly();
      file.letGo(storage);
      return use.apply(values);
    }
  }

  private MemorySegment gather(Arena arena) {
    int size = dtype.byteSize();
    MemorySegment to = arena.allocate(shape.count() * size, Long.BYTES);
    int[] index = new int[shape.rank()];
    long from = offset;
    for (long i = 0; i < shape.count(); i++) {
      MemorySegment.copy(storage, from * size, to, i * size, size);
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        from -= strides[axis] * shape.dim(axis);
        index[axis] = 0;
      }
    }
    return to;
  }
}
