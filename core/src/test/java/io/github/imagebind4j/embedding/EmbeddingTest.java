package io.github.imagebind4j.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingTest {

  @Test
  void keepsTheExactVectorAndDerivesTheUnitOne() {
    Embedding sound = new Embedding(Modality.AUDIO, new float[] {12, 16}, "m");
    assertThat(sound.vector()).containsExactly(12, 16);
    assertThat(sound.unit()).containsExactly(0.6f, 0.8f);
    assertThat(sound.norm()).isEqualTo(20);
  }

  @Test
  void cannotBeChangedFromOutside() {
    float[] mine = {3, 4};
    Embedding embedding = new Embedding(Modality.TEXT, mine, "m");
    mine[0] = 99;
    embedding.vector()[1] = 99;
    assertThat(embedding.vector()).containsExactly(3, 4);
  }

  @Test
  void aZeroVectorStaysZero() {
    assertThat(new Embedding(Modality.TEXT, new float[2], "m").unit()).containsExactly(0, 0);
  }

  @Test
  void refusesNanAndNothing() {
    assertThatThrownBy(() -> new Embedding(Modality.IMU, new float[] {1, Float.NaN}, "m"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("got NaN at 1");
    assertThatThrownBy(() -> new Embedding(Modality.IMU, new float[0], "m"))
        .isInstanceOf(InputException.class);
  }

  @Test
  void theSoftmaxTableKeepsTheLogitScales() {
    Embedding image = new Embedding(Modality.VISION, new float[] {1, 0}, "m");
    Embedding near = new Embedding(Modality.AUDIO, new float[] {20, 0}, "m");
    Embedding far = new Embedding(Modality.AUDIO, new float[] {0, 20}, "m");
    double[][] table = Similarity.softmaxTable(List.of(image), List.of(near, far));
    assertThat(table[0][0]).isCloseTo(1 / (1 + Math.exp(-20)), within(1e-12));
    assertThat(table[0][0] + table[0][1]).isCloseTo(1, within(1e-12));
    assertThat(Similarity.cosineTable(List.of(image), List.of(near, far))[0]).containsExactly(1, 0);
  }

  @Test
  void softmaxBearsLargeLogits() {
    assertThat(Similarity.softmax(new double[] {10_000, 9_999})[0])
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
  }
}
