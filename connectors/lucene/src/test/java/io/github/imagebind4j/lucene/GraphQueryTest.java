package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphQueryTest {
  private static final int ITEMS = 6000;
  private static final int DIMENSION = 48;

  @TempDir Path folder;

  /// Of several segments and one, with and without a filter, with removed items among them.
  @ParameterizedTest
  @EnumSource
  void readingAheadFindsWhatLuceneFindsWithTheSameScores(LuceneOptions.Quantization quantization)
      throws IOException {
    Random random = new Random(5);
    LuceneOptions options = LuceneOptions.DEFAULT.withQuantization(quantization);
    try (LuceneIndex index = Folders.open(folder, options)) {
      for (int from = 0; from < ITEMS; from += ITEMS / 3) {
        index.put(items(random, from, from + ITEMS / 3));
        index.commit();
      }
      index.remove(List.of("1", "2000", "4001", "5999"));
      index.commit();
      compare(random, 3);
      index.compact();
      compare(random, 1);
    }
  }

  private static List<IndexItem> items(Random random, int from, int to) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Embedding embedding = Folders.random(random, DIMENSION);
      items.add(new IndexItem(String.valueOf(i), embedding, Fields.of(Map.of("row", i))));
    }
    return items;
  }

  private void compare(Random random, int segments) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder))) {
      assertThat(reader.leaves()).hasSize(segments);
      for (LeafReaderContext segment : reader.leaves()) { // else it would be Lucene with itself
        Lucene99HnswVectorsReader vectors =
            Objects.requireNonNull(GraphQuery.vectors(segment.reader()));
        float[] unit = Folders.random(random, DIMENSION).unit();
        assertThat(new GraphQuery(unit, 10, null).readingAhead(vectors)).isNotNull();
      }
      IndexSearcher searcher = new IndexSearcher(reader);
      Query some = DoublePoint.newRangeQuery(ItemDocument.NUMBER + "row", 100, ITEMS - 100);
      Query few = DoublePoint.newRangeQuery(ItemDocument.NUMBER + "row", 100, 120);
      for (int q = 0; q < 20; q++) {
        float[] unit = Folders.random(random, DIMENSION).unit();
        for (int k : new int[] {1, 10, 100, ITEMS}) {
          compare(searcher, unit, k, null);
          compare(searcher, unit, k, some);
          compare(searcher, unit, k, few);
        }
      }
    }
  }

  private static void compare(IndexSearcher searcher, float[] unit, int k, @Nullable Query filter)
      throws IOException {
    Query lucenes = new KnnFloatVectorQuery(ItemDocument.VECTOR, unit, k, filter);
    Map<Integer, Float> expected = found(searcher, lucenes, k);
    Map<Integer, Float> actual = found(searcher, new GraphQuery(unit, k, filter), k);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    // Lucene's comparisons of floats differ in the last digit from path to path.
    actual.forEach((doc, score) -> assertThat(score).isCloseTo(expected.get(doc), within(1e-6f)));
  }

  private static Map<Integer, Float> found(IndexSearcher searcher, Query query, int k)
      throws IOException {
    Map<Integer, Float> found = new TreeMap<>();
    for (ScoreDoc hit : searcher.search(query, k).scoreDocs) {
      found.put(hit.doc, hit.score);
    }
    return found;
  }
}
