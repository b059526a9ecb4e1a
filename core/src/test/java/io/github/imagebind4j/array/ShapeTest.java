package io.github.imagebind4j.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void namesTheAxesThatDoNotFit() {
    assertThatThrownBy(
            () -> Shape.of(1, 3, 256, 256).require("run ImagePreprocessor first", "B", 3, 224, 224))
        .isInstanceOf(InputException.class)
        .hasMessage("expected [B, 3, 224, 224], got [1, 3, 256, 256]; run ImagePreprocessor first");
  }

  @Test
  void acceptsAnySizeForANamedAxis() {
    Shape.of(7, 3, 224, 224).require("", "B", 3, 224, 224);
  }

  @Test
  void refusesNegativeAndOverflowingSizes() {
    assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(InputException.class);
    int max = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Shape.of(max, max, max)).isInstanceOf(InputException.class);
  }

  @Test
  void countsFromTheEnd() {
    assertThat(Shape.of(2, 3, 5).dim(-1)).isEqualTo(5);
    assertThat(Shape.of().count()).isEqualTo(1);
  }
}
