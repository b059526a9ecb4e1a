package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.checkpoint.PickleValue.Global;
import io.github.imagebind4j.checkpoint.PickleValue.Int;
import io.github.imagebind4j.checkpoint.PickleValue.Items;
import io.github.imagebind4j.checkpoint.PickleValue.Storage;
import io.github.imagebind4j.checkpoint.PickleValue.Tensor;
import io.github.imagebind4j.checkpoint.PickleValue.Text;
import io.github.imagebind4j.checkpoint.PickleValue.Tuple;
import io.github.imagebind4j.error.CheckpointException;
import java.util.List;
import java.util.Locale;

/// The few functions that a checkpoint's pickle may call, on checked arguments.
///
/// Source: PyTorch's `torch/_utils.py` and `torch/serialization.py` define the arguments.
final class TensorRebuild {
  private static final int MAX_RANK = 64;

  private final MappedFile file;

  TensorRebuild(MappedFile file) {
    this.file = file;
  }

  /// `('storage', type, key, location, count[, view])`, the pickle's persistent id.
  Storage storage(PickleValue id) {
    if (!(id instanceof Tuple tuple
        && tuple.items.size() >= 5
        && tuple.items.size() <= 6
        && tuple.items.get(0) instanceof Text(String kind)
        && kind.equals("storage")
        && tuple.items.get(1) instanceof Global type
        && type.kind() == PickleGlobals.Kind.STORAGE
        && tuple.items.get(2) instanceof Text(String key))) {
      throw bad("a reference to outside data that is no storage");
    }
    long count = natural(tuple.items.get(4));
    long viewAt = 0;
    long viewCount = count;
    // Files of PyTorch 0.3 and before: (key of the view, first element, elements).
    if (tuple.items.size() == 6 && tuple.items.get(5) instanceof Tuple view) {
      if (view.items.size() != 3) {
        throw bad("a storage view of other than three parts");
      }
      viewAt = natural(view.items.get(1));
      viewCount = natural(view.items.get(2));
      if (viewAt > count || viewCount > count - viewAt) {
        throw bad("a storage view beyond its storage");
      }
    }
    DType dtype = type.dtype();
    return new Storage(
        dtype == null ? DType.U8 : dtype, dtype != null, key, count, viewAt, viewCount);
  }

  Tensor tensor(List<PickleValue> args) {
    if (args.size() < 4 || !(args.get(0) instanceof Storage storage) || !storage.typed()) {
      throw bad("a tensor without a typed storage");
    }
    return tensor(args, storage, storage.dtype());
  }

  Tensor tensorV3(List<PickleValue> args) {
    if (args.size() < 7
        || !(args.get(0) instanceof Storage storage)
        || !(args.get(6) instanceof Global type)
        || type.kind() != PickleGlobals.Kind.DTYPE
        || type.dtype() == null) {
      throw bad("a tensor without a storage and a dtype");
    }
    return tensor(args, storage, type.dtype());
  }

  private Tensor tensor(List<PickleValue> args, Storage storage, DType dtype) {
    long[] size = naturals(args.get(2));
    long[] stride = naturals(args.get(3));
    if (size.length != stride.length) {
      throw bad(
          String.format(
              Locale.ROOT, "a tensor of %d sizes and %d strides", size.length, stride.length));
    }
    return new Tensor(storage, dtype, natural(args.get(1)), size, stride);
  }

  Tensor parameter(List<PickleValue> args) {
    if (args.isEmpty() || !(args.getFirst() instanceof Tensor tensor)) {
      throw bad("a parameter without a tensor");
    }
    return tensor;
  }

  Tuple size(List<PickleValue> args) {
    if (args.size() != 1 || !(args.getFirst() instanceof Tuple size)) {
      throw bad("a torch.Size of what is no tuple");
    }
    return size;
  }

  List<PickleValue> sequence(PickleValue value) {
    if (value instanceof Tuple tuple) {
      return tuple.items;
    }
    if (value instanceof Items list) {
      return list.items;
    }
    throw bad("something else where a sequence is due");
  }

  private long[] naturals(PickleValue value) {
    List<PickleValue> items = sequence(value);
    if (items.size() > MAX_RANK) {
      throw bad("a tensor of " + items.size() + " axes");
    }
    return items.stream().mapToLong(this::natural).toArray();
  }

  private long natural(PickleValue value) {
    if (!(value instanceof Int(long number)) || number < 0) {
      throw bad("a size, stride or offset that is no natural number");
    }
    return number;
  }

  private CheckpointException bad(String found) {
    return file.damaged("its pickle has " + found);
  }
}
