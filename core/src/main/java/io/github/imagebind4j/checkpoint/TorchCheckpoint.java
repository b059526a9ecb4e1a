package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.PickleValue.Storage;
import io.github.imagebind4j.checkpoint.PickleValue.Tensor;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.InputException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open PyTorch file: a zip archive since PyTorch 1.6, a row of pickles and storages before.
///
/// Source: PyTorch's `torch/serialization.py`.
final class TorchCheckpoint implements Checkpoint {
  /// A view that repeats values (an expanded tensor) may not grow beyond this when gathered.
  private static final long MAX_EXPANDED = 256 << 20;

  private final MappedFile file;
  private final TensorTable tensors;

  /// Where a file keeps its storages.
  @FunctionalInterface
  interface Storages {
    /// All bytes of a storage, of the length that it asks for.
    ///
    /// @throws CheckpointException if there is none of this key, or it has another length
    MemorySegment bytes(Storage storage);
  }

  private TorchCheckpoint(MappedFile file, PickleValue root, Storages storages) {
    this.file = file;
    LinkedHashMap<String, StoredTensor> table = new LinkedHashMap<>();
    StateDict.of(root, file)
        .forEach((name, tensor) -> table.put(name, stored(name, tensor, storages)));
    this.tensors = new TensorTable(file, table);
  }

  static TorchCheckpoint fromZip(MappedFile file) {
    TorchArchive archive = TorchArchive.open(file);
    return new TorchCheckpoint(file, archive.root(), archive);
  }

  static TorchCheckpoint fromLegacy(MappedFile file) {
    TorchLegacyFile legacy = TorchLegacyFile.open(file);
    return new TorchCheckpoint(file, legacy.root(), legacy);
  }

  private StoredTensor stored(String name, Tensor tensor, Storages storages) {
    DType dtype = tensor.dtype;
    try {
      Shape shape = shape(name, tensor);
      Storage storage = tensor.storage;
      MemorySegment whole = storages.bytes(storage);
      int unit = storage.dtype().byteSize();
      MemorySegment view = whole.asSlice(storage.viewAt() * unit, storage.viewCount() * unit);
      long elements = view.byteSize() / dtype.byteSize();
      if (StridedView.extent(shape, tensor.offset, tensor.stride) > elements) {
        throw bad(name, tensor, "reaches beyond its storage of " + elements + " values");
      }
      return new StoredTensor(name, dtype, shape, values(name, tensor, shape, view));
    } catch (InputException | ArithmeticException e) {
      throw file.damaged("tensor " + MappedFile.quote(name) + " has a size beyond 2^63 bytes", e);
    }
  }

  private Shape shape(String name, Tensor tensor) {
    if (Arrays.stream(tensor.size).anyMatch(size -> size > Integer.MAX_VALUE)) {
      throw bad(name, tensor, "has an axis beyond 2^31 - 1");
    }
    Shape shape = Shape.of(Arrays.stream(tensor.size).mapToInt(size -> (int) size).toArray());
    Math.multiplyExact(shape.count(), tensor.dtype.byteSize());
    return shape;
  }

  private TensorValues values(String name, Tensor tensor, Shape shape, MemorySegment storage) {
    int size = tensor.dtype.byteSize();
    long bytes = shape.count() * size;
    if (StridedView.isContiguous(shape, tensor.stride)) {
      // An empty tensor may lie anywhere, even beyond its storage's end.
      long at = bytes == 0 ? 0 : tensor.offset * size;
      return new MappedValues(file, storage.asSlice(at, bytes));
    }
    if (bytes > Math.max(storage.byteSize(), MAX_EXPANDED)) {
      throw bad(name, tensor, String.format(Locale.ROOT, "repeats its values to %d bytes", bytes));
    }
    return new StridedView(file, storage, tensor.dtype, shape, tensor.offset, tensor.stride);
  }

  private CheckpointException bad(String name, Tensor tensor, String what) {
    return file.damaged(
        String.format(
            Locale.ROOT,
            "tensor %s of size %s %s",
            MappedFile.quote(name),
            Arrays.toString(tensor.size),
            what));
  }

  @Override
  public SequencedSet<String> names() {
    return tensors.names();
  }

  @Override
  public StoredTensor tensor(String name) {
    return tensors.get(name);
  }

  @Override
  public <T extends @Nullable Object> T visit(
      String name, Function<? super StoredTensor, ? extends T> use) {
    return tensors.get(name).lend(use);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public void close() {
    file.close();
  }
}
