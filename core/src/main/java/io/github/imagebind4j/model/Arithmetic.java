package io.github.imagebind4j.model;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.OneDnn;
import io.github.imagebind4j.torch.Precision;
import org.bytedeco.pytorch.global.torch;

/// How a tower computes: where, in which precision, and with which of LibTorch's libraries.
///
/// @param device where its tensors are
/// @param precision FP32, BF16, INT8 or FP16
/// @param fused whether dense layers go through oneDNN
record Arithmetic(Device device, Precision precision, boolean fused) {

  static Arithmetic of(Device device, Precision precision) {
    boolean cpu = device.kind() == Device.Kind.CPU;
    if (precision == Precision.INT8 && !(cpu && OneDnn.isAvailable())) {
      throw new ConfigException(
          "int8 is computed by oneDNN, on x86-64 processors only, not on "
              + device
              + " of this machine; choose fp32, bf16 or fp16");
    }
    boolean fusible = precision != Precision.FP16; // oneDNN multiplies halves on few processors
    return new Arithmetic(device, precision, cpu && fusible && OneDnn.isAvailable());
  }

  Arithmetic in(Precision other) {
    return new Arithmetic(device, other, fused);
  }

  /// Checks that a model's sizes can be computed so.
  ///
  /// @throws ConfigException if a trunk's width is odd and rows are taken two values at a time
  void require(ModelConfig config) {
    config
        .modalities()
        .forEach((modality, tower) -> {
          int dim = tower.trunk().embedDim();
          if (precision == Precision.INT8 && dim % 2 != 0) {
            throw new ConfigException(
                "int8 needs an even width of every trunk, but that of "
                    + modality
                    + " is "
                    + dim
                    + "; choose fp32 or bf16");
          }
        });
  }

  /// The type of activations inside a block.
  torch.ScalarType type() {
    return switch (precision) {
      case FP32 -> torch.ScalarType.Float;
      case BF16, INT8 -> torch.ScalarType.BFloat16;
      case FP16 -> torch.ScalarType.Half;
      case STORED, AUTO ->
          throw new IllegalStateException(precision + " must be resolved when a model is loaded");
    };
  }

  /// Whether a row of a product depends on how many rows there are beside it: in bfloat16 oneDNN
  /// splits its sums by the product's size. There an item is only bit-stable by itself.
  boolean rowsDependOnBatch() {
    return precision == Precision.BF16 || precision == Precision.FP16;
  }
}
