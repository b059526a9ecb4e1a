package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Filter.Order;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lucene's queries let pass what [Filter#matches(Fields)] does.
class FilterQueriesTest {
  private static final List<String> NAMES = List.of("a", "b", "a.b", "c-1");
  // Characters that sort otherwise in UTF-8 than in Java; a lone surrogate; lengths about a term's.
  private static final List<String> TEXTS =
      List.of(
          "", "a", "ab", "abc", "b", "true", "1", "ä", "\uFFFD", "\uFFFDx", "😀", "\uD800",
          "\u0000", "中文");
  private static final List<String> LONG =
      List.of("x".repeat(31_000), "中".repeat(11_000), "中".repeat(11_000) + "x");
  private static final List<Number> NUMBERS =
      List.of(
          0L,
          -0.0,
          0.5,
          1L,
          1.0,
          -1L,
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          0x1p63,
          Double.MAX_VALUE,
          -Double.MAX_VALUE,
          Double.MIN_VALUE,
          2020L,
          2020.5);

  @TempDir Path folder;

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String text(Random random) {
    return any(random, random.nextInt(20) == 0 ? LONG : TEXTS);
  }

  private static Object value(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> text(random);
      case 2 -> any(random, NUMBERS);
      case 3 -> random.nextBoolean();
      default -> IntStream.range(0, random.nextInt(4)).mapToObj(_ -> text(random)).toList();
    };
  }

  private static Fields fields(Random random) {
    Map<String, Object> values = new HashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        values.put(name, value(random));
      }
    }
    return Fields.of(values);
  }

  private static Filter comparison(Random random) {
    String field = random.nextInt(20) == 0 ? "unknown" : any(random, NAMES);
    Order order = any(random, List.of(Order.values()));
    if (random.nextBoolean()) {
      String text = text(random);
      boolean tooLong = text.length() == 11_000 || text.length() == 11_001;
      boolean equality = order == Order.EQUAL || order == Order.NOT_EQUAL;
      return new Filter.Comparison(field, tooLong && !equality ? Order.EQUAL : order, text);
    }
    if (random.nextBoolean() && order != Order.BEGINS) {
      return new Filter.Comparison(field, order, any(random, NUMBERS).doubleValue());
    }
    Order equality = random.nextBoolean() ? Order.EQUAL : Order.NOT_EQUAL;
    return new Filter.Comparison(field, equality, random.nextBoolean());
  }

  private static Filter filter(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0, 1 -> comparison(random);
      case 2 -> new Filter.Has(any(random, NAMES));
      case 3 -> new Filter.Not(filter(random, depth - 1));
      case 4 -> new Filter.Every(several(random, depth));
      default -> new Filter.Any(several(random, depth));
    };
  }

  private static List<Filter> several(Random random, int depth) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> filter(random, depth - 1)).toList();
  }

  @Test
  void letPassWhatTheFilterLetsPass() {
    long seed = 20261123;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Map<String, IndexItem> items = new HashMap<>();
    List<Modality> senses = List.of(Modality.VISION, Modality.AUDIO, Modality.of("touch-2"));
    for (int i = 0; i < 400; i++) {
      Embedding embedding = new Embedding(any(random, senses), new float[] {i + 1, 7}, "m");
      items.put("i" + i, new IndexItem("i" + i, embedding, fields(random)));
    }
    try (LuceneIndex index = Folders.open(folder)) {
      List<IndexItem> all = new ArrayList<>(items.values());
      for (int from = 0; from < all.size(); from += 150) { // several segments
        index.put(all.subList(from, Math.min(all.size(), from + 150)));
        index.commit();
      }
      List<String> gone = List.of("i3", "i77");
      index.remove(gone);
      index.commit();
      gone.forEach(items::remove);
      int some = 0;
      for (int round = 0; round < 1000; round++) {
        Filter filter = filter(random, 3);
        Set<Modality> in = random.nextBoolean() ? Set.of() : Set.of(any(random, senses));
        Set<String> expected =
            items.values().stream()
                .filter(item -> filter.matches(item.fields()))
                .filter(item -> in.isEmpty() || in.contains(item.embedding().modality()))
                .map(IndexItem::id)
                .collect(Collectors.toCollection(TreeSet::new));
        IndexQuery query = IndexQuery.of(all.getFirst().embedding(), 400).where(filter).in(in);
        assertThat(index.search(query))
            .as("round %d", round)
            .allSatisfy(hit ->
                assertThat(hit.fields())
                    .isEqualTo(Objects.requireNonNull(items.get(hit.id())).fields()))
            .extracting(Hit::id)
            .containsExactlyInAnyOrderElementsOf(expected);
        some += expected.isEmpty() || expected.size() == items.size() ? 0 : 1;
      }
      assertThat(some).as("filters that let some pass").isGreaterThan(500);
    }
  }

  @Test
  void thousandsOfEqualitiesAreOneSetAndTooManyPartsAreRefused() {
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(List.of(Folders.item("a", Fields.of(Map.of("n", 5, "t", "5")))));
      index.commit();
      IndexQuery query = IndexQuery.of(index.get("a").orElseThrow().embedding(), 1);
      List<Filter> many = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        many.add(new Filter.Comparison("n", Order.EQUAL, (double) i));
        many.add(new Filter.Comparison("t", Order.EQUAL, "" + i));
      }
      assertThat(index.search(query.where(new Filter.Any(many)))).hasSize(1);
      assertThat(index.search(query.where(new Filter.Not(new Filter.Any(many))))).isEmpty();

      List<Filter> parts = Collections.nCopies(5000, Filter.parse("n > 7"));
      assertThatThrownBy(() -> index.search(query.where(new Filter.Any(parts))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("too many parts");
    }
  }

  @Test
  void aTextTooLongToOrderByIsRefusedAndEqualityTakesAny() {
    try (LuceneIndex index = Folders.open(folder)) {
      String text = "中".repeat(20_000);
      index.put(List.of(Folders.item("a", Fields.of(Map.of("t", text)))));
      index.commit();
      IndexQuery query = IndexQuery.of(index.get("a").orElseThrow().embedding(), 1);
      Filter equal = new Filter.Comparison("t", Order.EQUAL, text);
      Filter other = new Filter.Comparison("t", Order.EQUAL, text + "x");
      Filter begins = new Filter.Comparison("t", Order.BEGINS, text);
      assertThat(index.search(query.where(equal))).hasSize(1);
      assertThat(index.search(query.where(other))).isEmpty();
      assertThatThrownBy(() -> index.search(query.where(begins)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("32700");
    }
  }
}
