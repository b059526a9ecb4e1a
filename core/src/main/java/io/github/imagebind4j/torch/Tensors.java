package io.github.imagebind4j.torch;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// Between Java arrays, mapped files and native tensors. What is made here belongs to the
/// [TensorScope] that is open.
///
/// Stateless and safe for use by any thread.
public final class Tensors {
  private Tensors() {}

  /// A pointer to memory that something else owns: the mapping's arena, which must outlive the
  /// tensor.
  private static final class SegmentPointer extends Pointer {
    SegmentPointer(MemorySegment segment) {
      super((Pointer) null);
      address = segment.address();
      limit = segment.byteSize();
      capacity = limit;
    }
  }

  /// A native copy of an array.
  ///
  /// @param array values, float32
  /// @return a tensor on the CPU, of the same shape
  public static Tensor of(FloatArray array) {
    Tensor tensor = torch.empty(sizes(array.shape()));
    memory(tensor).copyFrom(MemorySegment.ofBuffer(array.asBuffer()));
    return tensor;
  }

  /// A native copy of some of an array's rows.
  ///
  /// @param array values, float32, `[B, ...]`
  /// @param from the first row
  /// @param count how many
  /// @return a tensor on the CPU, `[count, ...]`
  public static Tensor ofRows(FloatArray array, int from, int count) {
    long[] sizes = sizes(array.shape());
    long row = array.shape().count() / sizes[0];
    sizes[0] = count;
    Tensor tensor = torch.empty(sizes);
    MemorySegment source = MemorySegment.ofBuffer(array.asBuffer());
    MemorySegment.copy(source, 4 * row * from, memory(tensor), 0, 4 * row * count);
    return tensor;
  }

  /// The memory of a tensor, to read and to write, for as long as the tensor lives.
  ///
  /// @param tensor contiguous, on the CPU
  /// @return its values
  public static MemorySegment memory(Tensor tensor) {
    if (!tensor.is_contiguous()) {
      throw new IllegalArgumentException("the tensor is not contiguous");
    }
    return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.nbytes());
  }

  /// A Java copy of a tensor.
  ///
  /// @param tensor of any float type, on any device
  /// @return float32 values of the same shape
  public static FloatArray toFloatArray(Tensor tensor) {
    Tensor plain = tensor.to(torch.ScalarType.Float).cpu().contiguous();
    float[] values = new float[Math.toIntExact(plain.numel())];
    new FloatPointer(plain.data_ptr()).get(values);
    int[] dims = Arrays.stream(plain.sizes().vec().get()).mapToInt(Math::toIntExact).toArray();
    return FloatArray.wrap(values, dims);
  }

  /// A tensor over memory that is not copied, such as a mapped file's. The memory must outlive the
  /// tensor and is never written to.
  ///
  /// @param segment native memory of `shape.count()` elements
  /// @param type of the elements
  /// @param shape of the tensor
  /// @return the tensor; a copy only if the memory is not aligned to the elements' size
  public static Tensor over(MemorySegment segment, torch.ScalarType type, Shape shape) {
    long size = torch.elementSize(type);
    TensorOptions options = new TensorOptions(type);
    if (segment.address() % size == 0) {
      return torch.from_blob(new SegmentPointer(segment), sizes(shape), options);
    }
    Tensor copy = torch.empty(sizes(shape), options, null);
    memory(copy).copyFrom(segment.asSlice(0, size * shape.count()));
    return copy;
  }

  /// A tensor as float32 on a device.
  ///
  /// @param tensor of any float type, on the CPU
  /// @param device where it is needed
  /// @return the tensor itself if it is that already, else a copy
  public static Tensor floatOn(Tensor tensor, Device device) {
    // JavaCPP's own device class has the name of ours.
    var target = new org.bytedeco.pytorch.Device(device.toString());
    return tensor.to(target, torch.ScalarType.Float);
  }

  /// A shape as LibTorch takes it.
  ///
  /// @param shape the shape
  /// @return its axes
  public static long[] sizes(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }
}
