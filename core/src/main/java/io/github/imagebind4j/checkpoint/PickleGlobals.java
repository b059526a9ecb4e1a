package io.github.imagebind4j.checkpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The complete list of names that a checkpoint's pickle may refer to. A name is never looked up as
/// code: each stands for one of the few kinds of value that [PickleMachine] builds itself.
final class PickleGlobals {

  /// What a name stands for.
  enum Kind {
    /// Called with nothing, or with a list of pairs, gives a dict.
    ORDERED_DICT,
    /// `_rebuild_tensor(storage, offset, size, stride)`, and `_v2` with two more arguments.
    REBUILD_TENSOR,
    /// `_rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype, …)`.
    REBUILD_TENSOR_V3,
    /// `_rebuild_parameter(tensor, requires_grad, hooks)`.
    REBUILD_PARAMETER,
    /// Called with a tuple, gives it back.
    SIZE,
    /// A storage's type, not callable.
    STORAGE,
    /// A tensor's type, not callable.
    DTYPE,
    /// Called with anything, gives a value of no interest.
    INERT
  }

  private static final Map<String, PickleValue.Global> ALLOWED = allowed();

  private PickleGlobals() {}

  /// The value of a name, or null if a checkpoint may not refer to it.
  static PickleValue.@Nullable Global find(String module, String name) {
    return ALLOWED.get(module + "." + name);
  }

  private static Map<String, PickleValue.Global> allowed() {
    Map<String, PickleValue.Global> all = new HashMap<>();
    put(all, "collections.OrderedDict", Kind.ORDERED_DICT, null);
    put(all, "torch._utils._rebuild_tensor", Kind.REBUILD_TENSOR, null);
    put(all, "torch._utils._rebuild_tensor_v2", Kind.REBUILD_TENSOR, null);
    put(all, "torch._utils._rebuild_tensor_v3", Kind.REBUILD_TENSOR_V3, null);
    put(all, "torch._utils._rebuild_parameter", Kind.REBUILD_PARAMETER, null);
    put(all, "torch.Size", Kind.SIZE, null);
    for (DType dtype : DType.values()) {
      String storage = storageName(dtype);
      if (storage != null) {
        put(all, "torch." + storage, Kind.STORAGE, dtype);
        // What was saved from a GPU long ago.
        put(all, "torch.cuda." + storage, Kind.STORAGE, dtype);
      }
    }
    // Untyped, hence without a dtype.
    put(all, "torch.storage.UntypedStorage", Kind.STORAGE, null);
    put(all, "torch.UntypedStorage", Kind.STORAGE, null);
    putDTypes(all);
    // Optimizers, schedulers and training scripts leave these beside a state dict.
    for (String name :
        List.of(
            "torch.device",
            "collections.Counter",
            "_codecs.encode",
            "builtins.set",
            "__builtin__.set",
            "builtins.bytearray",
            "__builtin__.bytearray")) {
      put(all, name, Kind.INERT, null);
    }
    return Map.copyOf(all);
  }

  private static void putDTypes(Map<String, PickleValue.Global> all) {
    Map<String, DType> names =
        Map.ofEntries(
            Map.entry("float64", DType.F64),
            Map.entry("float32", DType.F32),
            Map.entry("float16", DType.F16),
            Map.entry("bfloat16", DType.BF16),
            Map.entry("int64", DType.I64),
            Map.entry("int32", DType.I32),
            Map.entry("int16", DType.I16),
            Map.entry("int8", DType.I8),
            Map.entry("uint64", DType.U64),
            Map.entry("uint32", DType.U32),
            Map.entry("uint16", DType.U16),
            Map.entry("uint8", DType.U8),
            Map.entry("bool", DType.BOOL));
    names.forEach((name, dtype) -> put(all, "torch." + name, Kind.DTYPE, dtype));
  }

  private static void put(
      Map<String, PickleValue.Global> all, String name, Kind kind, @Nullable DType dtype) {
    all.put(name, new PickleValue.Global(name, kind, dtype));
  }

  /// PyTorch's storage class of a dtype, or null where it has none.
  static @Nullable String storageName(DType dtype) {
    return switch (dtype) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
      case U64, U32, U16 -> null;
    };
  }
}
