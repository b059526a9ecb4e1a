package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;

/// The number format that a model computes in.
public enum Precision {
  /// 32-bit floats throughout, equal to the reference. Weights stored as fp16 or bf16 are widened
  /// on loading.
  FP32;

  /// The precision of this name, in any case.
  ///
  /// @param name e.g. `fp32`
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
