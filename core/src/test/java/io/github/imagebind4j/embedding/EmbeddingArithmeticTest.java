package io.github.imagebind4j.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import org.junit.jupiter.api.Test;

class EmbeddingArithmeticTest {
  private static final Embedding IMAGE = new Embedding(Modality.VISION, new float[] {1, 0, 0}, "m");
  private static final Embedding SOUND = new Embedding(Modality.AUDIO, new float[] {0, 20, 0}, "m");

  @Test
  void normalisesEachTermFirstSoThatNoLogitScaleDrownsAnother() {
    Embedding sum = EmbeddingArithmetic.start().plus(IMAGE, 0.5).plus(SOUND, 0.5).result();
    assertThat(sum.vector()).containsExactly(0.5f, 0.5f, 0);
    assertThat(sum.cosine(IMAGE)).isCloseTo(sum.cosine(SOUND), within(1e-12));
  }

  @Test
  void subtracts() {
    Embedding both = new Embedding(Modality.VISION, new float[] {1, 1, 0}, "m");
    Embedding rest = EmbeddingArithmetic.start().plus(both, Math.sqrt(2)).minus(SOUND).result();
    assertThat(rest.cosine(IMAGE)).isCloseTo(1, within(1e-6));
    assertThat(EmbeddingArithmetic.start().plus(IMAGE).minus(SOUND, 0.5).result().vector())
        .containsExactly(1, -0.5f, 0);
  }

  @Test
  void refusesAnEmptySumAZeroSumAndAnInfiniteWeight() {
    assertThatThrownBy(() -> EmbeddingArithmetic.start().result())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least one term");
    assertThatThrownBy(() -> EmbeddingArithmetic.start().plus(IMAGE).minus(IMAGE).result())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cancel out");
    assertThatThrownBy(() -> EmbeddingArithmetic.start().plus(IMAGE, Double.NaN))
        .isInstanceOf(InputException.class);
  }

  @Test
  void refusesToMixModels() {
    Embedding foreign = new Embedding(Modality.VISION, new float[] {1, 0, 0}, "other");
    assertThatThrownBy(() -> EmbeddingArithmetic.start().plus(IMAGE).plus(foreign))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("different models");
  }
}
