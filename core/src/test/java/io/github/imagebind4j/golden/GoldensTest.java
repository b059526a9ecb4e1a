package io.github.imagebind4j.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldensTest {

  @ParameterizedTest
  @ValueSource(strings = {"tiny_a", "tiny_b"})
  void computesEveryFormulaToItsCheckValues(String model) {
    Map<String, Object> manifest = Goldens.json("models/" + model + "/manifest.json");
    int formulas = 0;
    for (Object value : Goldens.map(manifest, "cases").values()) {
      Map<String, Object> input = Goldens.map(value, "input");
      if (input.containsKey("amp")) {
        Goldens.formula(input);
        formulas++;
      }
    }
    assertThat(formulas).isEqualTo(13);
  }

  @Test
  void refusesAFormulaThatMissesItsCheck() {
    Map<String, Object> manifest = Goldens.json("models/tiny_a/manifest.json");
    Map<String, Object> input = Goldens.map(manifest, "cases", "imu.signal", "input");
    input.put("p1", 1.2001);
    assertThatThrownBy(() -> Goldens.formula(input)).isInstanceOf(AssertionError.class);
  }

  @Test
  void readsSafetensors() {
    Map<String, FloatArray> expected = Goldens.safetensors("models/tiny_a/expected.safetensors");
    assertThat(expected).hasSize(86);
    assertThat(expected.get("vision.image.output").shape().dims()).containsExactly(2, 32);
  }

  @Test
  void failsWhereAGoldenIsAbsent() {
    assertThatThrownBy(() -> Goldens.bytes("absent.npy"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("absent.npy");
  }
}
