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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [EmbeddingIndex] must do. One that lasts must do what is in [LastingIndexContract],
/// too.
public abstract class EmbeddingIndexContract {
  private static final long SEED = 20230509;

  /// Makes a new, empty index.
  ///
  /// @return the index; the test closes it
  protected abstract EmbeddingIndex open();

  static Embedding random(Random random, String model) {
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
      assertThat(index.search(loud, 1))
          .containsExactly(new Hit("loud", Modality.AUDIO, 1, Fields.NONE));
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
      index.remove(List.of("a", "unknown"));
      index.commit();
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

  static IndexItem item(String id, Modality modality, double angle, Fields fields) {
    float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
    return new IndexItem(id, new Embedding(modality, vector, "m"), fields);
  }

  static final Embedding EAST = new Embedding(Modality.TEXT, new float[] {1, 0}, "m");

  @Test
  void findsOnlyTheSensesAndFieldsThatAreAskedFor() {
    try (EmbeddingIndex index = open()) {
      index.put(
          List.of(
              item("p1", Modality.VISION, 0.1, Fields.of(Map.of("year", 2019))),
              item("p2", Modality.VISION, 0.2, Fields.of(Map.of("year", 2021))),
              item("s1", Modality.AUDIO, 0.3, Fields.of(Map.of("year", 2021))),
              item("s2", Modality.AUDIO, 0.4, Fields.NONE)));
      index.commit();
      IndexQuery query = IndexQuery.of(EAST, 10);

      assertThat(index.search(query)).extracting(Hit::id).containsExactly("p1", "p2", "s1", "s2");
      assertThat(index.search(query.in(Set.of(Modality.AUDIO))))
          .extracting(Hit::id)
          .containsExactly("s1", "s2");
      Filter recent = Filter.parse("year > 2020");
      assertThat(index.search(query.where(recent))).extracting(Hit::id).containsExactly("p2", "s1");
      assertThat(index.search(query.in(Set.of(Modality.AUDIO)).where(recent)))
          .extracting(Hit::fields)
          .containsExactly(Fields.of(Map.of("year", 2021)));
      assertThat(index.search(query.where(Filter.parse("year > 2050")))).isEmpty();
    }
  }

  @Test
  void givesBackWhatWasPut() {
    Fields fields =
        Fields.of(
            Map.of(
                "name", "dög.jpg", "year", 2020L, "f", 0.5, "ok", true, "tags", List.of("a", "b")));
    IndexItem item = item("x/ü y\t'", Modality.of("touch"), 1, fields);
    try (EmbeddingIndex index = open()) {
      index.put(List.of(item));
      index.commit();

      IndexItem found = index.get(item.id()).orElseThrow();
      assertThat(found.id()).isEqualTo(item.id());
      assertThat(found.fields()).isEqualTo(fields);
      assertThat(found.embedding().modality()).isEqualTo(item.embedding().modality());
      assertThat(found.embedding().cosine(item.embedding())).isCloseTo(1, within(1e-3));
      assertThat(index.get("other")).isEmpty();
      assertThat(index.space()).contains(new IndexSpace("m", 2));
      assertThat(index.size()).isEqualTo(1);
    }
  }

  @Test
  void ofSeveralWithOneIdTheLastCounts() {
    try (EmbeddingIndex index = open()) {
      index.put(
          List.of(
              item("a", Modality.TEXT, 0, Fields.of(Map.of("n", 1))),
              item("a", Modality.TEXT, 1, Fields.of(Map.of("n", 2)))));
      index.commit();
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.get("a").orElseThrow().fields().number("n")).contains(2.0);
    }
  }

  @Test
  void scansWhatFits() {
    try (EmbeddingIndex index = open()) {
      for (int i = 0; i < 100; i++) {
        index.put(List.of(item("i" + i, Modality.TEXT, i, Fields.of(Map.of("n", i)))));
      }
      index.commit();
      List<String> seen = new ArrayList<>();
      index.scan(Filter.parse("n >= 97"), item -> seen.add(item.id()));
      assertThat(seen).containsExactlyInAnyOrder("i97", "i98", "i99");
    }
  }

  @Test
  void oneForeignVectorAndNoneOfThemIsAdded() {
    try (EmbeddingIndex index = open()) {
      index.add("a", EAST);
      IndexItem foreign =
          new IndexItem(
              "c", new Embedding(Modality.TEXT, new float[] {1, 0}, "other"), Fields.NONE);
      assertThatThrownBy(
              () -> index.put(List.of(item("b", Modality.TEXT, 1, Fields.NONE), foreign)))
          .isInstanceOf(InputException.class);
      index.commit();
      assertThat(index.size()).isEqualTo(1);
    }
  }
}
