package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A model's weights while it is trained, in float32. Those that are trained lie side by side in
/// one block, so that an optimiser's step is a few operations over it; the others stay as they are.
///
/// Weight decay is for what multiplies: matrices and kernels. Biases, norms, class tokens,
/// positional embeddings and scales come last in the block and are left out of it, as `open_clip`
/// does.
///
/// With [Lora] the block holds a pair of small matrices for each adapted weight in its place.
///
/// For one thread at a time.
public final class Parameters implements AutoCloseable {
  private record Slot(long offset, Shape shape) {}

  private final ModelConfig config;
  private final @Nullable Lora lora;
  private final SequencedMap<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, Tensor> still = new LinkedHashMap<>();
  private final long decayed;
  private final Tensor values;

  private Parameters(
      ModelConfig config, @Nullable Lora lora, Checkpoint from, Map<String, Shape> trained) {
    this.config = config;
    this.lora = lora;
    long offset = 0;
    long multiplying = 0;
    for (boolean decay : new boolean[] {true, false}) {
      for (Map.Entry<String, Shape> tensor : trained.entrySet()) {
        if (isDecayed(tensor.getKey(), tensor.getValue()) == decay) {
          slots.put(tensor.getKey(), new Slot(offset, tensor.getValue()));
          offset += tensor.getValue().count();
        }
      }
      multiplying = decay ? offset : multiplying;
    }
    this.decayed = multiplying;
    long size = offset;
    this.values = TensorScope.detached(() -> torch.zeros(size));
    try (TensorScope _ = TensorScope.open()) {
      fill(from);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Takes a model's weights.
  ///
  /// @param config the model
  /// @param from holds all of its tensors; not needed afterwards
  /// @param choice which are trained, and how
  /// @return the weights; the caller closes them
  /// @throws CheckpointException if a tensor is missing or mis-shaped
  public static Parameters load(ModelConfig config, Checkpoint from, Trainable choice) {
    SequencedMap<String, Shape> trained = new LinkedHashMap<>();
    config
        .tensors()
        .forEach((name, shape) -> {
          if (choice.isTrained(name)) {
            trained.put(name, shape);
          } else if (choice.lora() != null && choice.lora().adapts(name)) {
            trained.putAll(choice.lora().shapes(name, shape));
          }
        });
    return new Parameters(config, choice.lora(), from, trained);
  }

  private void fill(Checkpoint from) {
    config
        .tensors()
        .forEach((name, shape) -> {
          if (!from.names().contains(name) || !from.tensor(name).shape().equals(shape)) {
            throw new CheckpointException(
                from.file()
                    + " has no "
                    + name
                    + " of shape "
                    + shape
                    + "; give the config it has");
          }
          FloatArray stored = from.tensor(name).toFloatArray();
          if (slots.containsKey(name)) {
            Tensor _ = view(values, name).copy_(Tensors.of(stored));
          } else {
            still.put(name, TensorScope.detached(() -> Tensors.of(stored)));
          }
        });
    if (lora != null) {
      slots.forEach((name, slot) -> {
        if (Lora.isDown(name)) {
          Tensor _ = view(values, name).copy_(Tensors.of(lora.start(name, slot.shape)));
        }
      });
    }
  }

  private static boolean isDecayed(String name, Shape shape) {
    boolean place = name.endsWith("cls_token") || name.endsWith("pos_embed");
    boolean bias = name.endsWith("bias_k") || name.endsWith("bias_v");
    return shape.rank() >= 2 && !place && !bias;
  }

  /// Sets a single number, such as a logit scale.
  ///
  /// @param name a checkpoint's key
  /// @param value the new one
  public void set(String name, float value) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor tensor = isTrained(name) ? view(values, name) : still(name);
      Tensor _ = tensor.fill_(new Scalar(value));
    }
  }

  /// The model.
  ///
  /// @return its config
  public ModelConfig config() {
    return config;
  }

  /// How many numbers are trained.
  ///
  /// @return the length of the block
  public long count() {
    return values.numel();
  }

  /// The names of what is trained.
  ///
  /// @return checkpoint keys, in the block's order
  public List<String> trained() {
    return List.copyOf(slots.keySet());
  }

  /// How many of them, the first of the block, weight decay is for.
  long decayed() {
    return decayed;
  }

  /// The block, `[P]`.
  Tensor values() {
    return values;
  }

  /// One tensor's place in a block like [#values()].
  Tensor view(Tensor block, String name) {
    Slot slot = Objects.requireNonNull(slots.get(name), name);
    return block.narrow(0, slot.offset, slot.shape.count()).view(Tensors.sizes(slot.shape));
  }

  boolean isTrained(String name) {
    return slots.containsKey(name);
  }

  /// A weight that is not trained.
  Tensor still(String name) {
    Tensor tensor = still.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no weight " + name);
    }
    return tensor;
  }

  @Nullable Lora lora() {
    return lora;
  }

  /// The whole model as it is now, adapters merged into their weights.
  ///
  /// @return one source a tensor, in the order of the model's state dict; to be written before the
  ///   next step
  public List<TensorSource> export() {
    return export(values);
  }

  List<TensorSource> export(Tensor block) {
    return config.tensors().entrySet().stream()
        .map(tensor -> source(block, tensor.getKey(), tensor.getValue()))
        .toList();
  }

  private TensorSource source(Tensor block, String name, Shape shape) {
    return new TensorSource(
        name,
        DType.F32,
        shape,
        out -> {
          try (TensorScope _ = TensorScope.open()) {
            Tensor whole = slots.containsKey(name) ? view(block, name) : merged(block, name);
            var _ = out.write(Tensors.memory(whole.contiguous()).asByteBuffer());
          }
        });
  }

  private Tensor merged(Tensor block, String name) {
    Tensor base = still(name);
    return lora == null || !lora.adapts(name)
        ? base
        : lora.merged(base, view(block, Lora.down(name)), view(block, Lora.up(name)));
  }

  @Override
  public void close() {
    values.close();
    still.values().forEach(Pointer::close);
    still.clear();
  }
}
