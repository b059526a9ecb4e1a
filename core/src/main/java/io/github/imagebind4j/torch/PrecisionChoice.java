package io.github.imagebind4j.torch;

/// What [Precision#AUTO] stands for on a machine, and why.
///
/// Immutable and safe for use by any thread.
///
/// @param precision BF16 or FP32
/// @param reason one clause that names the instructions that were found or are missing, e.g. `this
///   processor multiplies bfloat16 matrices in hardware (amx_bf16)`
public record PrecisionChoice(Precision precision, String reason) {

  /// The fastest precision close to FP32 that a device of this machine computes in hardware.
  ///
  /// @param device where the model will compute
  /// @return the choice; loads no native library
  public static PrecisionChoice best(Device device) {
    return best(device, CpuFeatures.detect());
  }

  /// The same for a processor that is described, not asked.
  ///
  /// @param device where the model will compute
  /// @param cpu the processor that counts if the device is the CPU
  /// @return the choice
  public static PrecisionChoice best(Device device, CpuFeatures cpu) {
    return switch (device.kind()) {
      case CUDA ->
          new PrecisionChoice(
              Precision.BF16,
              "NVIDIA's GPUs compute bfloat16 in hardware from Ampere on; for an older one ask for fp16 by name");
      case CPU -> best(cpu);
    };
  }

  private static PrecisionChoice best(CpuFeatures cpu) {
    if (cpu.has("amx_bf16")) {
      return new PrecisionChoice(
          Precision.BF16, "this processor multiplies bfloat16 matrices in hardware (amx_bf16)");
    }
    if (cpu.has("avx512_bf16")) {
      return new PrecisionChoice(
          Precision.BF16, "this processor has bfloat16 dot products in hardware (avx512_bf16)");
    }
    return new PrecisionChoice(
        Precision.FP32,
        cpu.known()
            ? "this processor has neither amx_bf16 nor avx512_bf16, so that bfloat16 would be"
                + " emulated"
            : "this operating system does not say whether the processor computes bfloat16 in"
                + " hardware; bf16 can be asked for by name");
  }
}
