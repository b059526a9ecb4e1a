package io.github.imagebind4j.app;

import io.github.imagebind4j.app.DemoTable.Entry;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.EmbeddingArithmetic;
import io.github.imagebind4j.index.ExactIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Samples of one sense found by one of another, or by the sum of two.
///
/// @param query what was searched with: one sample, or two whose unit vectors were added
/// @param found all that was searched, best first
/// @param cosines of what was found to the query
record DemoSearch(List<Entry> query, List<Entry> found, List<Double> cosines) {

  /// Searches with one sample.
  static DemoSearch by(Entry query, List<Entry> gallery) {
    return search(List.of(query), query.embedding(), gallery);
  }

  /// Searches with the sum of two.
  static DemoSearch bySum(Entry a, Entry b, List<Entry> gallery) {
    Embedding sum = EmbeddingArithmetic.start().plus(a.embedding()).plus(b.embedding()).result();
    return search(List.of(a, b), sum, gallery);
  }

  private static DemoSearch search(List<Entry> query, Embedding by, List<Entry> gallery) {
    Map<String, Entry> byFile =
        gallery.stream().collect(Collectors.toMap(e -> e.sample().file(), Function.identity()));
    try (ExactIndex index = new ExactIndex()) {
      byFile.forEach((file, entry) -> index.add(file, entry.embedding()));
      var hits = index.search(by, gallery.size());
      return new DemoSearch(
          query,
          hits.stream().map(hit -> byFile.get(hit.id())).toList(),
          hits.stream().map(hit -> hit.score()).toList());
    }
  }

  /// Whether a sample belongs to the query.
  boolean isWanted(DemoSample sample) {
    return query.stream().anyMatch(entry -> entry.sample().label().equals(sample.label()));
  }

  /// Whether the first that were found, as many as the query has parts, are one of each part.
  boolean isRight() {
    Set<String> wanted =
        query.stream().map(entry -> entry.sample().label()).collect(Collectors.toSet());
    return wanted.equals(
        found.stream()
            .limit(query.size())
            .map(entry -> entry.sample().label())
            .collect(Collectors.toSet()));
  }

  /// For example `picture of a dog + sound of a car`.
  String title() {
    return query.stream()
        .map(entry ->
            DemoSample.word(entry.sample().sense()) + " “" + entry.sample().caption() + "”")
        .collect(Collectors.joining(" + "));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("query", query.stream().map(entry -> entry.sample().file()).toList());
    map.put("found", found.stream().map(entry -> entry.sample().file()).toList());
    map.put("cosines", cosines);
    map.put("right", isRight());
    return map;
  }
}
