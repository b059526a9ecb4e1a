package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [EmbeddingIndex] must do.
abstract class EmbeddingIndexContract {
  private static final long SEED = 20230509;

  abstract EmbeddingIndex open();

  private static Embedding random(Random random, String model) {
    float[] vector = new float[32];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return new Embedding(Modality.AUDIO, vector, model);
  }

  @Test
  void findsWhatABruteForceSearchFinds() {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    List<Embedding> all = new ArrayList<>();
    try (EmbeddingIndex index = open()) {
      for (int i = 0; i < 300; i++) {
        Embedding embedding = random(random, "m");
        all.add(embedding);
        index.add("item-" + i, embedding);
      }
      Embedding query = random(random, "m");
      List<Embedding> expected =
          all.stream()
              .sorted(Comparator.comparingDouble((Embedding e) -> query.cosine(e)).reversed())
              .limit(10)
              .toList();
      List<Hit> hits = index.search(query, 10);
      assertThat(hits).hasSize(10);
      for (int i = 0; i < 10; i++) {
        int at = Integer.parseInt(hits.get(i).id().substring("item-".length()));
        assertThat(all.get(at)).isSameAs(expected.get(i));
        assertThat(hits.get(i).score())
            .isCloseTo(Similarity.cosine(query.vector(), all.get(at).vector()), within(1e-6));
      }
    }
  }

  @Test
  void anItselfIsItsOwnBestHitWhateverItsScale() {
    try (EmbeddingIndex index = open()) {
      Embedding loud = new Embedding(Modality.AUDIO, new float[] {20, 0}, "m");
      index.add("loud", loud);
      index.add("other", new Embedding(Modality.VISION, new float[] {0, 1}, "m"));
      assertThat(index.search(loud, 1)).containsExactly(new Hit("loud", Modality.AUDIO, 1));
    }
  }

  @Test
  void addingAgainReplacesAndRemovingForgets() {
    try (EmbeddingIndex index = open()) {
      index.add("a", new Embedding(Modality.TEXT, new float[] {1, 0}, "m"));
      index.add("a", new Embedding(Modality.TEXT, new float[] {0, 1}, "m"));
      assertThat(index.size()).isEqualTo(1);
      Embedding up = new Embedding(Modality.TEXT, new float[] {0, 2}, "m");
      assertThat(index.search(up, 5)).extracting(Hit::score).containsExactly(1.0);
      assertThat(index.remove("a")).isTrue();
      assertThat(index.remove("a")).isFalse();
      assertThat(index.search(up, 5)).isEmpty();
    }
  }

  @Test
  void equalScoresComeInTheOrderOfTheirIds() {
    try (EmbeddingIndex index = open()) {
      Embedding same = new Embedding(Modality.TEXT, new float[] {1, 0}, "m");
      List.of("c", "a", "b").forEach(id -> index.add(id, same));
      assertThat(index.search(same, 2)).extracting(Hit::id).containsExactly("a", "b");
    }
  }

  @Test
  void refusesAnotherModelsVectorsAndANonsenseK() {
    Random random = new Random(1);
    try (EmbeddingIndex index = open()) {
      index.add("a", random(random, "one"));
      Embedding foreign = random(random, "two");
      assertThatThrownBy(() -> index.add("b", foreign))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("embed both with one model");
      assertThatThrownBy(() -> index.search(foreign, 1)).isInstanceOf(InputException.class);
      Embedding own = random(random, "one");
      assertThatThrownBy(() -> index.search(own, 0)).isInstanceOf(InputException.class);
    }
  }
}
