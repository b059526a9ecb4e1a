package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import java.util.Locale;

/// Where a model's tensors live and its work is done.
///
/// Immutable and safe for use by any thread.
///
/// @param kind the processor
/// @param index which one of several, from 0; 0 for the CPU
public record Device(Kind kind, int index) {

  /// A kind of processor.
  public enum Kind {
    /// The central processor.
    CPU,
    /// An NVIDIA GPU.
    CUDA
  }

  /// The central processor.
  public static final Device CPU = new Device(Kind.CPU, 0);

  /// Checks the index.
  ///
  /// @throws ConfigException if it is negative
  public Device {
    if (index < 0 || (kind == Kind.CPU && index != 0)) {
      throw new ConfigException(
          "there is no device " + kind.name().toLowerCase(Locale.ROOT) + ":" + index);
    }
  }

  /// The device of this name.
  ///
  /// @param name `cpu`, `cuda` or `cuda:1`
  /// @return the device; whether this machine has it shows on loading
  /// @throws ConfigException if the name is of another form
  public static Device of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("cpu")) {
      return CPU;
    }
    if (lower.equals("cuda")) {
      return new Device(Kind.CUDA, 0);
    }
    if (lower.matches("cuda:\\d{1,3}")) {
      return new Device(Kind.CUDA, Integer.parseInt(lower.substring(5)));
    }
    throw new ConfigException("there is no device '" + name + "'; choose cpu, cuda or cuda:N");
  }

  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "cuda:" + index;
  }
}
