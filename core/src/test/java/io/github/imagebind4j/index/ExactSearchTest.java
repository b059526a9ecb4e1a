package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Searches of an index of several parts, some rows deleted, against a plain sort of everything.
class ExactSearchTest {
  private static final long SEED = 4242;
  private static final int DIMENSION = 96;
  private static final List<Modality> SENSES =
      List.of(Modality.VISION, Modality.AUDIO, Modality.of("touch"));

  private final Random random = new Random(SEED);
  private final Map<String, IndexItem> items = new LinkedHashMap<>();
  private final ExactIndex index = new ExactIndex(3);

  private Embedding random(Modality modality) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return new Embedding(modality, vector, "m");
  }

  @BeforeEach
  void fill() {
    System.out.println("seed " + SEED);
    for (int round = 0; round < 12; round++) {
      List<IndexItem> batch = new ArrayList<>();
      for (int i = 0; i < 900; i++) {
        int number = random.nextInt(9000);
        Modality sense = SENSES.get(random.nextInt(3));
        Fields fields = Fields.of(Map.of("n", number, "name", "item " + number, "odd", true));
        batch.add(new IndexItem("i" + number, random(sense), fields));
      }
      index.put(batch);
      batch.forEach(item -> items.put(item.id(), item));
      for (int i = 0; i < 100; i++) {
        String id = "i" + random.nextInt(9000);
        index.remove(List.of(id));
        items.remove(id);
      }
      index.commit();
    }
  }

  @AfterEach
  void close() {
    index.close();
  }

  private List<String> expected(IndexQuery query) {
    return items.values().stream()
        .filter(item ->
            query.modalities().isEmpty()
                || query.modalities().contains(item.embedding().modality()))
        .filter(item -> query.filter().matches(item.fields()))
        .sorted(
            Comparator.comparingDouble(
                    (IndexItem item) -> item.embedding().cosine(query.embedding()))
                .reversed())
        .limit(query.k())
        .map(IndexItem::id)
        .toList();
  }

  private List<IndexQuery> queries() {
    List<IndexQuery> queries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      IndexQuery query = IndexQuery.of(random(Modality.TEXT), 1 + 7 * i);
      queries.add(query);
      queries.add(query.in(Set.of(SENSES.get(i % 3))));
      queries.add(query.in(Set.of(SENSES.get(0), SENSES.get(2))));
      queries.add(query.where(Filter.parse("n < 300 and name ^= 'item 1'")));
      queries.add(query.where(Filter.parse("not has n")));
      queries.add(query.in(Set.of(SENSES.get(1))).where(Filter.parse("n >= 100 or odd = false")));
    }
    return queries;
  }

  @Test
  void findsWhatASortOfEverythingFinds() {
    assertThat(index.size()).isEqualTo(items.size());
    for (IndexQuery query : queries()) {
      List<Hit> hits = index.search(query);
      assertThat(hits).extracting(Hit::id).isEqualTo(expected(query));
      for (Hit hit : hits) {
        IndexItem item = Objects.requireNonNull(items.get(hit.id()));
        assertThat(hit.fields()).isEqualTo(item.fields());
        assertThat(hit.modality()).isEqualTo(item.embedding().modality());
        assertThat(hit.score()).isCloseTo(item.embedding().cosine(query.embedding()), within(1e-6));
      }
    }
  }

  @Test
  void moreThanThereAreGivesAllOfThem() {
    IndexQuery query = IndexQuery.of(random(Modality.TEXT), Integer.MAX_VALUE);
    List<Hit> hits = index.search(query);
    assertThat(hits).extracting(Hit::id).containsExactlyInAnyOrderElementsOf(expected(query));
    assertThat(hits).isSortedAccordingTo(Comparator.comparingDouble(Hit::score).reversed());
  }

  @Test
  void severalQueriesAtOnceGiveWhatEachGives() {
    List<IndexQuery> queries = queries();
    assertThat(index.searchAll(queries)).isEqualTo(queries.stream().map(index::search).toList());
    assertThat(index.searchAll(List.of())).isEmpty();
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    List<IndexQuery> queries = queries();
    List<List<Hit>> hits = index.searchAll(queries);
    for (int threads : new int[] {1, 2, 7}) {
      try (ExactIndex other = new ExactIndex(threads)) {
        List<IndexItem> all = new ArrayList<>();
        index.scan(Filter.ALL, all::add);
        other.put(all);
        other.commit();
        assertThat(other.searchAll(queries)).isEqualTo(hits);
      }
    }
    assertThatThrownBy(() -> new ExactIndex(0)).isInstanceOf(InputException.class);
  }

  @Test
  void equalVectorsComeInTheOrderOfTheirIdsAcrossPartsAndThreads() {
    try (ExactIndex same = new ExactIndex(4)) {
      Embedding embedding = random(Modality.TEXT);
      List<String> ids = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        List<IndexItem> batch = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
          String id = Integer.toHexString(random.nextInt());
          ids.add(id);
          batch.add(new IndexItem(id, embedding, Fields.NONE));
        }
        same.put(batch);
        same.commit();
      }
      List<String> first = ids.stream().distinct().sorted().limit(50).toList();
      for (int i = 0; i < 20; i++) {
        assertThat(same.search(embedding, 50)).extracting(Hit::id).isEqualTo(first);
      }
    }
  }

  @Test
  void searchesGoOnWhileOthersWrite() throws InterruptedException {
    Embedding query = random(Modality.TEXT);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 300; i++) {
                index.add("new-" + i, query);
                index.remove(List.of("new-" + i));
                index.commit();
              }
            });
    List<String> without = expected(IndexQuery.of(query, 5));
    while (writer.isAlive()) {
      List<String> found =
          index.search(query, 6).stream()
              .map(Hit::id)
              .filter(id -> !id.startsWith("new-"))
              .limit(5)
              .toList();
      assertThat(found).isEqualTo(without);
    }
    writer.join();
    assertThat(index.size()).isEqualTo(items.size());
  }

  @Test
  void aScanMayChangeTheIndexThatItGoesThrough() {
    index.scan(Filter.parse("n < 50"), item -> index.remove(List.of(item.id())));
    index.commit();
    items.values().removeIf(item -> Filter.parse("n < 50").matches(item.fields()));
    assertThat(index.size()).isEqualTo(items.size());
  }
}
