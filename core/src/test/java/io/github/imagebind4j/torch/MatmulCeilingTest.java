package io.github.imagebind4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.torch.MatmulCeiling.Product;
import io.github.imagebind4j.torch.MatmulCeiling.Rate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// That something is measured, and of what; how fast it is says nothing about the code.
class MatmulCeilingTest {
  private static final Product SMALL = new Product(64, 128, 256);

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void floatsAreMeasuredEverywhere(Precision precision) {
    Rate rate = MatmulCeiling.measure(precision, SMALL, 0).orElseThrow();

    assertThat(rate.precision()).isEqualTo(precision);
    assertThat(rate.product()).isEqualTo(SMALL);
    assertThat(rate.implementation()).isNotBlank();
    assertThat(rate.runs()).isGreaterThanOrEqualTo(5);
    assertThat(rate.median()).isPositive();
    assertThat(rate.best()).isGreaterThanOrEqualTo(rate.median());
  }

  @Test
  void integersAreMeasuredWhereOneDnnMultipliesThem() {
    Optional<Rate> rate = MatmulCeiling.measure(Precision.INT8, SMALL, 0);

    if (CpuFeatures.detect().has("avx512_vnni")) {
      assertThat(rate).isPresent();
    }
    rate.ifPresent(measured -> assertThat(measured.best()).isPositive());
  }

  @ParameterizedTest
  @EnumSource(names = {"STORED", "AUTO"})
  void aPrecisionThatStandsForAnotherIsRefused(Precision precision) {
    assertThatThrownBy(() -> MatmulCeiling.measure(precision, SMALL, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fp32, bf16, fp16 or int8");
  }

  @Test
  void flopsAreTwoForEachWeightAndRow() {
    assertThat(SMALL.flops()).isEqualTo(2L * 64 * 128 * 256);
    assertThat(SMALL).hasToString("64x128x256");
  }
}
