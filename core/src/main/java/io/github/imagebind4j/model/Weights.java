package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.StoredTensor;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.torch.OneDnn;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A place in a checkpoint's tree of names, from which layers take their tensors. The path that the
/// code walks is the key in the file: `weights.at("blocks.0").at("mlp")` then
/// `tensor("fc1.weight")`.
///
/// Float32 tensors on the CPU are views of the mapped file. The dense layers of the lower
/// precisions are packed copies, and the pages that they came from are let go of. All live until
/// the encoder that took them is closed, and they are added to `taken` for that.
final class Weights {
  private final Checkpoint checkpoint;
  private final Arithmetic arithmetic;
  private final List<Pointer> taken;
  private final String path;

  Weights(Checkpoint checkpoint, Arithmetic arithmetic, List<Pointer> taken) {
    this(checkpoint, arithmetic, taken, "");
  }

  private Weights(Checkpoint checkpoint, Arithmetic arithmetic, List<Pointer> taken, String path) {
    this.checkpoint = checkpoint;
    this.arithmetic = arithmetic;
    this.taken = taken;
    this.path = path;
  }

  Weights at(String child) {
    return new Weights(checkpoint, arithmetic, taken, path.isEmpty() ? child : path + "." + child);
  }

  /// The same place, for a layer that a model of lower precision leaves in bfloat16.
  Weights inBf16() {
    return new Weights(checkpoint, arithmetic.in(Precision.BF16), taken, path);
  }

  /// Whether a tensor is stored as 8-bit integers.
  boolean storesInt8(String name) {
    return checkpoint.tensor(key(name)).dtype() == DType.I8;
  }

  /// Whether dense layers are 8-bit.
  boolean int8() {
    return arithmetic.precision() == Precision.INT8;
  }

  /// Whether dense layers are packed for bfloat16 products.
  boolean packed() {
    return arithmetic.fused() && arithmetic.precision() == Precision.BF16;
  }

  /// The type of activations inside a block.
  torch.ScalarType type() {
    return arithmetic.type();
  }

  /// A tensor in float32.
  Tensor tensor(String name) {
    return taken(TensorScope.detached(() -> onDevice(stored(name), torch.ScalarType.Float)));
  }

  /// A tensor in the type of activations.
  Tensor activation(String name) {
    return taken(TensorScope.detached(() -> onDevice(stored(name), type())));
  }

  /// A large table of which few rows are read: in the type that it is stored in.
  Tensor table(String name) {
    Tensor table = stored(name);
    return taken(TensorScope.detached(() -> onDevice(table, table.scalar_type())));
  }

  /// A tensor in float32, changed once and for all.
  Tensor changed(String name, UnaryOperator<Tensor> change) {
    return taken(
        TensorScope.detached(() -> change.apply(onDevice(stored(name), torch.ScalarType.Float))));
  }

  /// The same as [#tensor], in the wrapper that LibTorch's functions take biases in.
  TensorOptional optional(String name) {
    return optional(tensor(name));
  }

  private TensorOptional optional(Tensor tensor) {
    TensorOptional optional = new TensorOptional(tensor);
    Pointer _ =
        optional.retainReference(); // outlives the scope that is open while layers are built
    taken.add(optional);
    return optional;
  }

  float scalar(String name) {
    return values(name)[0];
  }

  /// A dense layer.
  Linear linear(String weight, String bias) {
    return linear(weight, bias, 0, checkpoint.tensor(key(bias)).shape().dim(0));
  }

  /// A dense layer of some of the output channels of the one that is stored.
  ///
  /// @param from the first
  /// @param count how many
  Linear linear(String weight, String bias, int from, int count) {
    return linear(weight, w -> w.narrow(0, from, count), bias(bias, from, count));
  }

  /// A dense layer of some of the input channels of the one that is stored: of all parts' sums the
  /// layer's output. The first part has the bias.
  ///
  /// @param from the first
  /// @param count how many
  Linear linearOf(String weight, String bias, int from, int count) {
    Tensor b = from > 0 ? null : bias(bias, 0, checkpoint.tensor(key(bias)).shape().dim(0));
    return linear(weight, w -> w.narrow(1, from, count), b);
  }

  private Tensor bias(String name, int from, int count) {
    return taken(
        TensorScope.detached(
            () -> onDevice(stored(name).narrow(0, from, count), type()).contiguous()));
  }

  private Linear linear(String weight, UnaryOperator<Tensor> part, @Nullable Tensor bias) {
    if (arithmetic.fused()) {
      return new Linear.Fused(fusedWeight(weight, part), bias);
    }
    Tensor w = made(weight, stored -> onDevice(part.apply(stored), type()).clone());
    return new Linear.Plain(w, bias == null ? none() : optional(bias));
  }

  /// A dense layer without bias, in float32 whatever the precision.
  Linear projection(String weight) {
    Tensor w = tensor(weight);
    if (arithmetic.fused()) {
      return new Linear.Fused(w, null);
    }
    return new Linear.Plain(w, none());
  }

  private TensorOptional none() {
    TensorOptional none = new TensorOptional();
    Pointer _ = none.retainReference();
    taken.add(none);
    return none;
  }

  private Tensor fusedWeight(String name, UnaryOperator<Tensor> part) {
    if (packed()) {
      return made(name, w -> OneDnn.pack(part.apply(w).to(type()).contiguous()));
    }
    if (checkpoint.tensor(key(name)).dtype() == DType.F32) {
      return taken(TensorScope.detached(() -> part.apply(stored(name))));
    }
    return made(name, w -> part.apply(w).to(torch.ScalarType.Float).clone());
  }

  /// An 8-bit dense layer of some of the output channels of the one that is stored. A float weight
  /// is rounded as [PrecisionConverter] does it.
  Int8Linear linearInt8(String weight, String bias, int from, int count) {
    boolean rounded = checkpoint.tensor(key(weight)).dtype() == DType.I8;
    Tensor scales =
        made(
            rounded ? weight + StoredPrecision.SCALE : weight,
            w -> {
              Tensor rows = w.narrow(0, from, count);
              return rounded ? rows.clone() : scales(rows);
            });
    Tensor packed =
        made(
            weight,
            w -> {
              Tensor rows = w.narrow(0, from, count);
              return OneDnn.packInt8(rounded ? rows : rounded(rows, scales));
            });
    Tensor zeroPoints =
        taken(TensorScope.detached(() -> torch.zeros_like(scales).to(torch.ScalarType.Long)));
    float[] all = values(bias);
    float[] b = Arrays.copyOfRange(all, from, from + count);
    return Int8Linear.of(
        packed, scales, zeroPoints, b, checkpoint.tensor(key(weight)).shape().dim(1));
  }

  private static Tensor scales(Tensor weight) {
    Tensor largest = weight.to(torch.ScalarType.Float).abs().amax(new long[] {1}, false);
    Tensor scale = largest.div(new Scalar(127.0f));
    return scale.masked_fill(
        scale.lt(new Scalar(Float.MIN_NORMAL)), new Scalar(1)); // a row of zeros
  }

  private static Tensor rounded(Tensor weight, Tensor scales) {
    return weight
        .to(torch.ScalarType.Float)
        .div(scales.unsqueeze(1))
        .round()
        .to(torch.ScalarType.Char);
  }

  /// A new tensor made of a stored one, whose memory is let go of.
  ///
  /// @param make copies
  private Tensor made(String name, UnaryOperator<Tensor> make) {
    return taken(
        checkpoint.visit(
            key(name), stored -> TensorScope.detached(() -> make.apply(widened(name, stored)))));
  }

  /// 8-bit weights in floats, unless they are wanted as they are.
  private Tensor widened(String name, StoredTensor stored) {
    Tensor tensor = view(stored);
    if (stored.dtype() != DType.I8 || int8()) {
      return tensor;
    }
    return tensor.to(torch.ScalarType.Float).mul(stored(name + StoredPrecision.SCALE).unsqueeze(1));
  }

  private Tensor stored(String name) {
    return view(checkpoint.tensor(key(name)));
  }

  private Tensor onDevice(Tensor tensor, torch.ScalarType type) {
    return tensor.to(new Device(arithmetic.device().toString()), type);
  }

  private static Tensor view(StoredTensor stored) {
    return Tensors.over(stored.data(), type(stored), stored.shape());
  }

  private float[] values(String name) {
    return checkpoint.tensor(key(name)).toFloatArray().toArray();
  }

  private String key(String name) {
    return path + "." + name;
  }

  private Tensor taken(Tensor tensor) {
    taken.add(tensor);
    return tensor;
  }

  private static torch.ScalarType type(StoredTensor stored) {
    return switch (stored.dtype()) {
      case F32 -> torch.ScalarType.Float;
      case F16 -> torch.ScalarType.Half;
      case BF16 -> torch.ScalarType.BFloat16;
      case F64 -> torch.ScalarType.Double;
      case I8 -> torch.ScalarType.Char;
      case I64, I32, I16, U64, U32, U16, U8, BOOL ->
          throw new CheckpointException(
              stored.name() + " is of type " + stored.dtype() + ", but a weight must be a float");
    };
  }
}
