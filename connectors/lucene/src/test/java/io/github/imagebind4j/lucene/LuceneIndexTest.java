package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [LuceneIndex] does beyond the contract.
class LuceneIndexTest {
  private static final int MANY = 3 * NearestSearch.FEW;
  private static final int DIMENSION = 48;

  @TempDir Path folder;

  private static LuceneOptions options(Quantization quantization) {
    return LuceneOptions.DEFAULT.withQuantization(quantization);
  }

  /// Points about 50 centres.
  private static List<IndexItem> clustered(Random random, int count) {
    List<Embedding> centres = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      centres.add(Folders.random(random, DIMENSION));
    }
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = centres.get(random.nextInt(50)).vector();
      for (int k = 0; k < DIMENSION; k++) {
        vector[k] += 0.7f * (float) random.nextGaussian();
      }
      Embedding embedding = new Embedding(Modality.AUDIO, vector, "m");
      items.add(new IndexItem("i" + i, embedding, Fields.of(Map.of("n", i))));
    }
    return items;
  }

  private static List<String> truth(List<IndexItem> items, IndexQuery query) {
    record Scored(String id, double cosine) {}
    return items.stream()
        .filter(item -> query.filter().matches(item.fields()))
        .map(item -> new Scored(item.id(), item.embedding().cosine(query.embedding())))
        .sorted(Comparator.comparingDouble(Scored::cosine).reversed())
        .limit(query.k())
        .map(Scored::id)
        .toList();
  }

  private static double recall(EmbeddingIndex index, List<IndexItem> items, Filter filter) {
    int found = 0;
    for (int i = 0; i < 50; i++) {
      IndexQuery query = IndexQuery.of(items.get(i * 7).embedding(), 10).where(filter);
      List<Hit> hits = index.search(query);
      Set<String> expected = new HashSet<>(truth(items, query));
      found += (int) hits.stream().filter(hit -> expected.contains(hit.id())).count();
      for (Hit hit : hits) { // whatever the quantization, scores are those of the vectors
        Embedding its = items.get(Integer.parseInt(hit.id().substring(1))).embedding();
        assertThat(hit.score()).isCloseTo(its.cosine(query.embedding()), within(1e-6));
      }
    }
    return found / 500.0;
  }

  @ParameterizedTest
  @EnumSource
  void findsNearlyAllOfManyBeforeAndAfterMerging(Quantization quantization) {
    long seed = 7;
    System.out.println("seed " + seed);
    List<IndexItem> items = clustered(new Random(seed), MANY);
    Filter third = Filter.parse("n >= " + MANY / 2);
    Filter few = Filter.parse("n < 100");
    try (LuceneIndex index = Folders.open(folder, options(quantization))) {
      for (int from = 0; from < MANY; from += MANY / 4) {
        index.put(items.subList(from, from + MANY / 4));
        index.commit();
      }
      assertThat(recall(index, items, Filter.ALL)).isGreaterThan(0.95);
      assertThat(recall(index, items, third)).isGreaterThan(0.95);
      assertThat(recall(index, items, few)).isEqualTo(1);
      index.compact();
      assertThat(recall(index, items, Filter.ALL)).isGreaterThan(0.95);
      assertThat(recall(index, items, third)).isGreaterThan(0.95);
      index.verify();
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreEffortFindsMoreAndAllOfThemMissesNone(Quantization quantization) {
    List<IndexItem> items = clustered(new Random(8), MANY);
    try (LuceneIndex index = Folders.open(folder, options(quantization))) {
      index.put(items);
      index.commit();
      for (int i = 0; i < 20; i++) {
        IndexQuery query = IndexQuery.of(items.get(i).embedding(), 10);
        assertThat(index.search(query.withEffort(Integer.MAX_VALUE)))
            .extracting(Hit::id)
            .isEqualTo(truth(items, query));
        assertThat(index.search(query.withEffort(1))).hasSize(10);
      }
      IndexQuery all = IndexQuery.of(items.getFirst().embedding(), Integer.MAX_VALUE);
      assertThat(index.search(all)).hasSize(MANY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroAndEqualVectorsAndOneDimensionDoNoHarm(Quantization quantization) {
    try (LuceneIndex index = Folders.open(folder, options(quantization))) {
      List<IndexItem> items = new ArrayList<>();
      for (int i = 0; i < MANY / 2; i++) {
        float[] vector = {i % 3 - 1};
        Embedding embedding = new Embedding(Modality.IMU, vector, "m");
        items.add(new IndexItem("i" + i, embedding, Fields.NONE));
      }
      index.put(items);
      index.compact();
      IndexQuery query = IndexQuery.of(new Embedding(Modality.IMU, new float[] {2}, "m"), 5);
      assertThat(index.search(query))
          .hasSize(5)
          .allSatisfy(hit -> assertThat(hit.score()).isEqualTo(1));
      Embedding zero = new Embedding(Modality.IMU, new float[] {0}, "m");
      assertThat(index.search(IndexQuery.of(zero, 5)))
          .hasSize(5)
          .allSatisfy(hit -> assertThat(hit.score()).isZero());
    }
  }

  @Test
  void vectorsMayBeWiderThanLucenesOwnLimit() {
    Random random = new Random(9);
    try (LuceneIndex index = Folders.open(folder)) {
      Embedding wide = Folders.random(random, VectorCodec.MOST_DIMENSIONS);
      index.add("wide", wide);
      assertThat(index.get("wide").orElseThrow().embedding().cosine(wide))
          .isCloseTo(1, within(1e-6));
    }
    try (LuceneIndex index = Folders.open(folder.resolve("other"))) {
      Embedding wider = Folders.random(random, VectorCodec.MOST_DIMENSIONS + 1);
      assertThatThrownBy(() -> index.add("wider", wider))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("16384");
      assertThat(index.space()).isEmpty();
    }
  }

  @Test
  void idsMayBeAnyText() {
    List<String> ids =
        List.of("\uD800", "\uDC00", "?", "\uFFFD", "中".repeat(4096), "\u0000", "😀", " ", "a/b\n");
    try (LuceneIndex index = Folders.open(folder)) {
      ids.forEach(id -> index.put(List.of(Folders.item(id, Fields.of(Map.of("id", id))))));
      index.commit();
      assertThat(index.size()).isEqualTo(ids.size());
      for (String id : ids) {
        assertThat(index.get(id).orElseThrow().fields().text("id")).contains(id);
      }
      index.remove(List.of("\uD800"));
      index.commit();
      assertThat(index.get("\uD800")).isEmpty();
      assertThat(index.get("?")).isPresent();
    }
  }

  @Test
  void namesOfFieldsHaveABound() {
    try (LuceneIndex index = Folders.open(folder)) {
      List<IndexItem> items = new ArrayList<>();
      for (int i = 0; i < 2100; i++) {
        items.add(Folders.item("i" + i, Fields.of(Map.of("f" + i, i))));
      }
      assertThatThrownBy(() -> index.put(items))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("2000 names");
      index.put(items.subList(0, 1900));
      index.commit();
      assertThat(index.size()).isEqualTo(1900);
    }
  }

  @Test
  void aReaderStaysAsItWasAndWritesNothing() {
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(List.of(Folders.item("a", Fields.NONE)));
      index.commit();
      try (LuceneIndex reader = LuceneIndex.openReadOnly(folder)) {
        index.put(List.of(Folders.item("b", Fields.NONE)));
        index.compact();
        assertThat(index.size()).isEqualTo(2);
        assertThat(reader.size()).isEqualTo(1);
        assertThat(reader.options()).isEqualTo(index.options());
        assertThatThrownBy(() -> reader.put(List.of()))
            .isInstanceOf(IndexException.class)
            .hasMessageContaining("reading only");
        assertThatThrownBy(reader::commit).isInstanceOf(IndexException.class);
        assertThatThrownBy(reader::compact).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> reader.remove(List.of("a"))).isInstanceOf(IndexException.class);
      }
    }
  }

  @Test
  void anIndexKeepsItsQuantizationAndConnections() {
    LuceneOptions made = new LuceneOptions(Quantization.FLOAT, 8, 50, 64);
    Folders.open(folder, made).close();
    assertThatThrownBy(() -> Folders.open(folder, LuceneOptions.DEFAULT))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("made with FLOAT vectors and 8 connections");
    try (LuceneIndex index = LuceneIndex.open(folder)) {
      assertThat(index.options()).isEqualTo(made);
    }
    try (LuceneIndex index = Folders.open(folder, new LuceneOptions(Quantization.FLOAT, 8, 9, 1))) {
      assertThat(index.options().beamWidth()).isEqualTo(9);
    }
    assertThatThrownBy(() -> new LuceneOptions(Quantization.FLOAT, 3, 50, 64))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("maxConnections");
  }

  @Test
  void aSnapshotOpensByItselfAndOutlivesWhatItWasMadeOf() {
    Path copy = folder.resolve("copies/one");
    Path second = folder.resolve("copies/two");
    try (LuceneIndex index = Folders.open(folder.resolve("index"))) {
      index.put(List.of(Folders.item("a", Fields.NONE)));
      index.commit();
      index.put(List.of(Folders.item("uncommitted", Fields.NONE)));
      index.snapshot(copy);
      assertThatThrownBy(() -> index.snapshot(copy))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("choose another folder");
      index.remove(List.of("a"));
      index.compact();
    }
    try (LuceneIndex index = LuceneIndex.openReadOnly(copy)) {
      index.verify();
      index.snapshot(second);
    }
    try (LuceneIndex index = LuceneIndex.open(copy)) {
      index.put(List.of(Folders.item("b", Fields.NONE)));
      index.commit();
      assertThat(index.size()).isEqualTo(2);
    }
    try (LuceneIndex index = LuceneIndex.openReadOnly(second)) {
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.get("a")).isPresent();
    }
    assertThat(copy.getParent()).isDirectoryNotContaining(path -> path.toString().contains("/."));
  }

  @Test
  void compactingForgetsRemovedItems() {
    List<IndexItem> items = clustered(new Random(10), 2000);
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(items);
      index.commit();
      long before = index.diskBytes();
      index.remove(items.stream().skip(100).map(IndexItem::id).toList());
      index.compact();
      assertThat(index.size()).isEqualTo(100);
      assertThat(index.diskBytes()).isLessThan(before / 5);
    }
  }

  @Test
  void manyThreadsPutSearchAndCommitTogether() throws Exception {
    List<IndexItem> items = clustered(new Random(11), 4000);
    try (LuceneIndex index = Folders.open(folder);
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int from = 0; from < 4000; from += 100) {
        List<IndexItem> part = items.subList(from, from + 100);
        work.add(() -> {
          index.put(part);
          index.commit();
          String first = part.getFirst().id();
          return index.get(first).isPresent()
              && index.search(part.getFirst().embedding(), 1).getFirst().id().equals(first);
        });
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
      assertThat(index.size()).isEqualTo(4000);
      Set<String> seen = new HashSet<>();
      index.scan(Filter.ALL, item -> seen.add(item.id()));
      assertThat(seen).isEqualTo(items.stream().map(IndexItem::id).collect(Collectors.toSet()));
    }
  }

  @Test
  void whatAScansTakerThrowsIsItsOwn() {
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(List.of(Folders.item("a", Fields.NONE)));
      index.commit();
      assertThatThrownBy(() ->
              index.scan(
                  Filter.ALL,
                  _ -> {
                    throw new IllegalStateException("mine");
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("mine");
    }
  }

  @Test
  void aClosedIndexSaysSo() {
    LuceneIndex index = Folders.open(folder);
    index.add("a", new Embedding(Modality.TEXT, new float[] {1}, "m"));
    index.close();
    index.close();
    assertThatThrownBy(() -> index.get("a"))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("was closed");
    assertThatThrownBy(index::commit).isInstanceOf(IndexException.class);
  }
}
