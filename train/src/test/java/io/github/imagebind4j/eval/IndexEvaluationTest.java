package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexEvaluationTest {
  private static final int DIMENSION = 64;
  private static final int CLASSES = 12;
  private static final long SEED = 20260301;
  private static final List<Modality> SENSES = List.of(Modality.VISION, Modality.AUDIO);

  private final Random random = new Random(SEED);
  private final float[][] classes = directions(CLASSES);
  private final Map<Modality, float[]> cones =
      Map.of(
          Modality.VISION, directions(1)[0],
          Modality.AUDIO, directions(1)[0],
          Modality.TEXT, directions(1)[0]);

  private float[][] directions(int count) {
    float[][] rows = new float[count][DIMENSION];
    for (float[] row : rows) {
      for (int d = 0; d < DIMENSION; d++) {
        row[d] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  /// What a model gives: a cone for each sense, a direction for each class, and noise.
  private Embedding embedding(Modality sense, int label) {
    float[] vector = new float[DIMENSION];
    float[] cone = cones.getOrDefault(sense, new float[DIMENSION]);
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = 2 * cone[d] + classes[label][d] + 1.5f * (float) random.nextGaussian();
    }
    return new Embedding(sense, vector, "model");
  }

  private EmbeddingIndex index(int perClass) {
    EmbeddingIndex index = new ExactIndex();
    List<IndexItem> items = new ArrayList<>();
    for (Modality sense : SENSES) {
      for (int i = 0; i < CLASSES * perClass; i++) {
        items.add(
            new IndexItem(
                sense + "-" + i,
                embedding(sense, i % CLASSES),
                Fields.of(Map.of("class", "class_" + i % CLASSES))));
      }
    }
    index.put(items);
    index.commit();
    return index;
  }

  private Embedder texts() {
    return new Embedder() {
      @Override
      public List<Outcome> tryEmbed(List<? extends Input> inputs) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Input input : inputs) {
          String text = ((Input.Text) input).text();
          int label = Integer.parseInt(text.substring("class ".length()));
          outcomes.add(new Embedded(input, embedding(Modality.TEXT, label)));
        }
        return outcomes;
      }
    };
  }

  private static double map(List<IndexEvaluation.Direction> rows, String from, Modality to) {
    return rows.stream()
        .filter(row -> row.from().equals(from) && row.to().equals(to))
        .findFirst()
        .orElseThrow()
        .scores()
        .found()
        .meanAveragePrecision();
  }

  @Test
  void sumsFindMoreThanTheirTermsAndFairListsHaveEverySense() {
    System.out.println("seed " + SEED);
    try (EmbeddingIndex index = index(10)) {
      IndexEvaluation.Result result =
          IndexEvaluation.run(index, Filter.ALL, "class", SENSES, texts());

      assertThat(result.directions())
          .extracting(row -> row.from() + " > " + row.to())
          .containsExactly("text > vision", "text > audio", "vision > audio", "audio > vision");
      for (IndexEvaluation.Direction row : result.directions()) {
        double chance = row.scores().chance().meanAveragePrecision();
        assertThat(row.scores().found().meanAveragePrecision()).isGreaterThan(2 * chance);
      }
      for (Modality to : SENSES) {
        double sum = map(result.sums(), "vision + audio", to);
        assertThat(sum).isGreaterThan(map(result.sums(), "vision alone", to));
        assertThat(sum).isGreaterThan(map(result.sums(), "audio alone", to));
      }
      for (IndexEvaluation.Mixed row : result.mixed()) {
        assertThat(row.queries()).as(row.from()).isEqualTo(row.from().equals("text") ? 12 : 120);
        if (SENSES.contains(Modality.of(row.from().split(" ", -1)[0]))
            && !row.from().contains("+")) {
          assertThat(row.raw().everySense()).as(row.from()).isLessThan(0.5);
        }
        assertThat(row.scored().everySense()).as(row.from()).isGreaterThan(0.9);
        assertThat(row.fair().everySense()).as(row.from()).isEqualTo(1); // each is sure of its best
      }
    }
  }

  @Test
  void anItemIsNeverRightForItself() {
    try (EmbeddingIndex index = index(1)) {
      IndexEvaluation.Result result =
          IndexEvaluation.run(index, Filter.ALL, "class", SENSES, texts());

      assertThat(result.directions()).hasSize(4);
      assertThat(result.sums()).isEmpty(); // each would have only itself to find
    }
  }

  @Test
  void whatCantBeMeasuredIsSaid() {
    try (EmbeddingIndex index = index(2)) {
      assertThatThrownBy(() -> IndexEvaluation.run(index, Filter.ALL, "colour", SENSES, texts()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("'colour'");
      assertThatThrownBy(() ->
              IndexEvaluation.run(index, Filter.ALL, "class", List.of(Modality.AUDIO), texts()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("at least 2");
      assertThatThrownBy(() ->
              IndexEvaluation.run(
                  index,
                  Filter.parse("class = class_1 and modality = x"),
                  "class",
                  SENSES,
                  texts()))
          .isInstanceOf(InputException.class);
    }
  }
}
