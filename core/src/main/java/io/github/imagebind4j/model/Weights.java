package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.StoredTensor;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// A place in a checkpoint's tree of names, from which layers take their tensors. The path that the
/// code walks is the key in the file: `weights.at("blocks.0").at("mlp")` then
/// `tensor("fc1.weight")`.
///
/// Float32 tensors on the CPU are views of the mapped file; all others are native copies. Either
/// way they live until the encoder that took them is closed, and they are added to `taken` for
/// that.
final class Weights {
  private final Checkpoint checkpoint;
  private final Device device;
  private final List<Pointer> taken;
  private final String path;

  Weights(Checkpoint checkpoint, Device device, List<Pointer> taken) {
    this(checkpoint, device, taken, "");
  }

  private Weights(Checkpoint checkpoint, Device device, List<Pointer> taken, String path) {
    this.checkpoint = checkpoint;
    this.device = device;
    this.taken = taken;
    this.path = path;
  }

  Weights at(String child) {
    return new Weights(checkpoint, device, taken, path.isEmpty() ? child : path + "." + child);
  }

  Tensor tensor(String name) {
    StoredTensor stored = checkpoint.tensor(path + "." + name);
    Tensor tensor =
        TensorScope.detached(() ->
            Tensors.floatOn(Tensors.over(stored.data(), type(stored), stored.shape()), device));
    taken.add(tensor);
    return tensor;
  }

  /// The same as [#tensor], in the wrapper that LibTorch's functions take biases in.
  TensorOptional optional(String name) {
    TensorOptional optional = new TensorOptional(tensor(name));
    Pointer _ =
        optional.retainReference(); // outlives the scope that is open while layers are built
    taken.add(optional);
    return optional;
  }

  float scalar(String name) {
    return checkpoint.tensor(path + "." + name).toFloatArray().get(0);
  }

  private static torch.ScalarType type(StoredTensor stored) {
    return switch (stored.dtype()) {
      case F32 -> torch.ScalarType.Float;
      case F16 -> torch.ScalarType.Half;
      case BF16 -> torch.ScalarType.BFloat16;
      case F64 -> torch.ScalarType.Double;
      case I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
          throw new CheckpointException(
              stored.name() + " is of type " + stored.dtype() + ", but a weight must be a float");
    };
  }
}
