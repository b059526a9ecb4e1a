package io.github.imagebind4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "amx_bf16 avx512_bf16 avx2, BF16, amx_bf16",
    "avx512_bf16 avx2, BF16, avx512_bf16",
    "avx512f avx512_vnni avx2, FP32, neither amx_bf16 nor avx512_bf16",
    "amx_int8 amx_tile, FP32, neither amx_bf16 nor avx512_bf16"
  })
  void bf16IsChosenWhereItIsInHardwareAndTheReasonNamesTheInstructions(
      String flags, Precision expected, String named) {
    CpuFeatures cpu = new CpuFeatures("a processor", Set.of(flags.split(" ")));

    PrecisionChoice choice = PrecisionChoice.best(Device.CPU, cpu);

    assertThat(choice.precision()).isEqualTo(expected);
    assertThat(choice.reason()).contains(named);
  }

  @Test
  void aProcessorThatNobodyKnowsGetsFp32AndTheReasonSaysSo() {
    PrecisionChoice choice = PrecisionChoice.best(Device.CPU, new CpuFeatures("", Set.of()));

    assertThat(choice.precision()).isEqualTo(Precision.FP32);
    assertThat(choice.reason()).contains("does not say", "asked for by name");
  }

  @Test
  void aGpuComputesInBf16WhateverTheProcessor() {
    CpuFeatures none = new CpuFeatures("", Set.of());

    assertThat(PrecisionChoice.best(Device.of("cuda:1"), none).precision())
        .isEqualTo(Precision.BF16);
  }

  @Test
  void theProcessorsNameAndFlagsAreReadFromItsBlock() {
    CpuFeatures cpu =
        CpuFeatures.parse(
            List.of(
                "processor\t: 0",
                "model name\t: Some CPU @ 2.00GHz: the second",
                "flags\t\t: fpu  avx2 amx_bf16 fma",
                "vmx flags\t: avx512_bf16",
                "bugs\t\t:"));

    assertThat(cpu.model()).isEqualTo("Some CPU @ 2.00GHz: the second");
    assertThat(cpu.has("avx512_bf16")).isFalse();
    assertThat(cpu.decisive()).containsExactly("avx2", "fma", "amx_bf16");
  }

  @Test
  void aBlockWithoutFlagsIsUnknownNotEmptyHanded() {
    assertThat(CpuFeatures.parse(List.of("processor : 0", "flags :")).known()).isFalse();
  }

  @Test
  void askingThisMachineNeverFails() {
    assertThat(PrecisionChoice.best(Device.CPU).precision()).isIn(Precision.BF16, Precision.FP32);
  }
}
