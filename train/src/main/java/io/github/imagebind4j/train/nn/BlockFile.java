package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/// A trainer's blocks of numbers to and from a file.
final class BlockFile {
  private BlockFile() {}

  static TensorSource source(String name, Tensor block) {
    Shape shape = Shape.of(Math.toIntExact(block.numel()));
    return new TensorSource(
        name,
        DType.F32,
        shape,
        out -> {
          var _ = out.write(Tensors.memory(block).asByteBuffer());
        });
  }

  static void read(Checkpoint saved, String name, Tensor block) {
    Shape shape = Shape.of(Math.toIntExact(block.numel()));
    if (!saved.names().contains(name) || !saved.tensor(name).shape().equals(shape)) {
      throw new CheckpointException(
          saved.file()
              + " has no "
              + name
              + " of shape "
              + shape
              + ": it was saved by another recipe; give that one, or start anew");
    }
    try (TensorScope _ = TensorScope.open()) {
      Tensor _ = block.copy_(Tensors.of(saved.tensor(name).toFloatArray()));
    }
  }
}
