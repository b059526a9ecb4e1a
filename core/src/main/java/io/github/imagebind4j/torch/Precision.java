package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;

/// The number format that a model computes in.
///
/// Less than 32 bits changes the numbers a little and the speed a lot, so it is always asked for:
/// by an option, or by converting the checkpoint. `docs/performance.md` tells what each costs and
/// gains.
public enum Precision {
  /// As the checkpoint was converted: BF16 or INT8 if its metadata says so, else FP32.
  STORED,

  /// 32-bit floats throughout, equal to the reference. Weights stored as fp16 or bf16 are widened
  /// on loading.
  FP32,

  /// Weights and activations as bfloat16, sums in 32 bits; the residual stream, norms, softmax and
  /// head in FP32.
  BF16,

  /// Weights as 8-bit integers with a scale for each output channel, activations as 8-bit integers
  /// with a scale for each token, found as they pass; attention and the first blocks in BF16,
  /// norms, softmax and head in FP32. On the CPU only.
  INT8,

  /// Half precision, meant for CUDA; on a CPU it works, slowly.
  FP16,

  /// The fastest whose results are close to FP32 that this device computes in hardware: BF16 where
  /// there are bfloat16 matrix instructions, else FP32.
  AUTO;

  /// The precision of this name, in any case.
  ///
  /// @param name e.g. `bf16`
  /// @return the precision
  /// @throws ConfigException if there is none of this name
  public static Precision of(String name) {
    for (Precision precision : values()) {
      if (precision.name().equalsIgnoreCase(name)) {
        return precision;
      }
    }
    throw new ConfigException(
        "there is no precision '"
            + name
            + "'; choose one of "
            + Arrays.toString(values()).toLowerCase(Locale.ROOT));
  }
}
