package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Samples of one sense against those of another: the cosines, and whether the best of each row is
/// the right one. What belongs together has one label, so right and wrong are known.
///
/// @param rows of one sense
/// @param columns of another, one for each label
/// @param cosine `[rows][columns]`
record DemoTable(List<Entry> rows, List<Entry> columns, double[][] cosine) {

  /// A sample and what the model made of it.
  record Entry(DemoSample sample, Embedding embedding) {}

  /// Compares the samples of two senses that have labels in common.
  ///
  /// @return a table; without rows if there are fewer than two such labels
  static DemoTable of(List<Entry> rows, List<Entry> columns) {
    Set<String> common =
        rows.stream().map(entry -> entry.sample.label()).collect(Collectors.toSet());
    common.retainAll(columns.stream().map(entry -> entry.sample.label()).toList());
    if (common.size() < 2) {
      return new DemoTable(List.of(), List.of(), new double[0][]);
    }
    List<Entry> left = rows.stream().filter(e -> common.contains(e.sample.label())).toList();
    List<Entry> right = columns.stream().filter(e -> common.contains(e.sample.label())).toList();
    return new DemoTable(
        left,
        right,
        Similarity.cosineTable(
            left.stream().map(Entry::embedding).toList(),
            right.stream().map(Entry::embedding).toList()));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// For example `picture x text`.
  String title() {
    return DemoSample.word(rows.getFirst().sample.sense())
        + " x "
        + DemoSample.word(columns.getFirst().sample.sense());
  }

  /// The column of a row's largest cosine.
  int best(int row) {
    return TextTable.largest(cosine[row]);
  }

  /// Whether a row's best is of its label.
  boolean isRight(int row) {
    return rows.get(row).sample.label().equals(columns.get(best(row)).sample.label());
  }

  /// How many rows have the right best.
  int right() {
    return (int) IntStream.range(0, rows.size()).filter(this::isRight).count();
  }

  /// How many would, on average, if the best were drawn at random.
  double chance() {
    return (double) rows.size() / columns.size();
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", DemoSample.word(rows.getFirst().sample.sense()));
    map.put("columns", DemoSample.word(columns.getFirst().sample.sense()));
    map.put("row_labels", rows.stream().map(entry -> entry.sample.label()).toList());
    map.put("column_labels", columns.stream().map(entry -> entry.sample.label()).toList());
    map.put("cosine", cosine);
    map.put(
        "best",
        IntStream.range(0, rows.size())
            .mapToObj(row -> columns.get(best(row)).sample.label())
            .toList());
    map.put("right", right());
    map.put("of", rows.size());
    map.put("chance", chance());
    return map;
  }
}
