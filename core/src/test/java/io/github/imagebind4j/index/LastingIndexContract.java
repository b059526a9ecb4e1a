package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What every [EmbeddingIndex] that outlives its process must do beside the rest.
public abstract class LastingIndexContract extends EmbeddingIndexContract {
  /// Opens, for writing, the index that [#open()] made last.
  ///
  /// @return the index as a new process would find it; the test closes it
  protected abstract EmbeddingIndex reopen();

  private static Fields numbered(int number) {
    return Fields.of(Map.of("n", number));
  }

  @Test
  void whatWasCommittedIsThereAfterReopening() {
    Fields fields = Fields.of(Map.of("name", "dög", "year", 2020L, "tags", List.of("a", "b")));
    List<Hit> before;
    try (EmbeddingIndex index = open()) {
      index.put(
          List.of(
              item("p", Modality.VISION, 0.1, fields),
              item("s", Modality.AUDIO, 0.2, Fields.NONE),
              item("gone", Modality.AUDIO, 0.3, Fields.NONE)));
      index.commit();
      index.remove(List.of("gone"));
      index.commit();
      before = index.search(EAST, 10);
    }
    try (EmbeddingIndex index = reopen()) {
      assertThat(before).hasSize(2);
      assertThat(index.search(EAST, 10)).isEqualTo(before);
      assertThat(index.size()).isEqualTo(2);
      assertThat(index.space()).contains(new IndexSpace("m", 2));
      assertThat(index.get("p").orElseThrow().fields()).isEqualTo(fields);
      assertThat(index.get("gone")).isEmpty();
    }
  }

  @Test
  void whatWasNotCommittedIsLost() {
    try (EmbeddingIndex index = open()) {
      index.put(List.of(item("a", Modality.TEXT, 0, numbered(1))));
      index.commit();
      index.put(List.of(item("a", Modality.TEXT, 1, numbered(2))));
      index.put(List.of(item("b", Modality.TEXT, 1, numbered(3))));
    }
    try (EmbeddingIndex index = reopen()) {
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.get("a").orElseThrow().fields()).isEqualTo(numbered(1));
      index.remove(List.of("a"));
    }
    try (EmbeddingIndex index = reopen()) {
      assertThat(index.search(EAST, 10)).extracting(Hit::id).containsExactly("a");
    }
  }

  @Test
  void anIndexThatNothingWasPutIntoOpensAgainAndIsOfNoModel() {
    open().close();
    try (EmbeddingIndex index = reopen()) {
      assertThat(index.size()).isZero();
      assertThat(index.space()).isEmpty();
      assertThat(index.search(EAST, 1)).isEmpty();
      index.add("a", EAST);
      assertThat(index.search(EAST, 1)).hasSize(1);
    }
  }

  @Test
  void anotherModelIsRefusedAfterReopeningToo() {
    try (EmbeddingIndex index = open()) {
      index.add("a", EAST);
      index.remove(List.of("a"));
      index.commit();
    }
    Embedding foreign = new Embedding(Modality.TEXT, new float[] {1, 0}, "other");
    try (EmbeddingIndex index = reopen()) {
      assertThatThrownBy(() -> index.add("b", foreign))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("embed both with one model");
      assertThatThrownBy(() -> index.search(foreign, 1)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void oneProcessWritesAtATime() {
    try (EmbeddingIndex index = open()) {
      assertThatThrownBy(this::reopen)
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("another");
      index.add("a", EAST);
    }
    try (EmbeddingIndex index = reopen()) {
      assertThat(index.size()).isEqualTo(1);
    }
  }

  @Test
  void manyChangesInManyCommitsAndReopeningsAddUp() {
    long seed = 20230510;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<String, Integer> expected = new TreeMap<>();
    EmbeddingIndex index = open();
    try {
      for (int round = 0; round < 60; round++) {
        for (int change = 0; change < 40; change++) {
          String id = "i" + random.nextInt(200);
          if (random.nextInt(4) == 0) {
            index.remove(List.of(id));
            expected.remove(id);
          } else {
            int number = random.nextInt(1_000_000);
            index.put(List.of(item(id, Modality.TEXT, number, numbered(number))));
            expected.put(id, number);
          }
        }
        index.commit();
        if (random.nextInt(8) == 0) {
          index.close();
          index = reopen();
        }
        assertThat(contents(index)).isEqualTo(expected);
        assertThat(index.size()).isEqualTo(expected.size());
      }
    } finally {
      index.close();
    }
  }

  private static Map<String, Integer> contents(EmbeddingIndex index) {
    List<IndexItem> items = new ArrayList<>();
    index.scan(Filter.ALL, items::add);
    Map<String, Integer> found = new TreeMap<>();
    for (IndexItem item : items) {
      Integer before = found.put(item.id(), item.fields().number("n").orElseThrow().intValue());
      assertThat(before).as("number of the second item called " + item.id()).isNull();
    }
    return found;
  }
}
