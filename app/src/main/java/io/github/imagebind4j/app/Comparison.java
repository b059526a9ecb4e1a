package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of the reference's README between all pairs of modalities: cosines, and the softmax
/// over each row's inner products, logit scales included.
///
/// Text stands in columns and comes first, as there: vision x text, audio x text, vision x audio.
/// Items of one modality alone are compared among themselves, by cosine only: a softmax over
/// unscaled pictures says little.
///
/// @param items what was compared, in the order given
/// @param tables one a pair of modalities
record Comparison(List<Item> items, List<Table> tables) {

  /// One thing that is compared.
  record Item(String source, Embedding embedding) {}

  /// Rows of one modality against columns of another.
  ///
  /// @param softmax `[rows][columns]`, each row sums to 1; empty for a modality with itself
  /// @param cosine `[rows][columns]`
  record Table(
      Modality rows,
      Modality columns,
      List<String> rowSources,
      List<String> columnSources,
      double[][] softmax,
      double[][] cosine) {
    String title(String what) {
      return rows + " x " + columns + ", " + what;
    }
  }

  /// Rows before columns in this order; other modalities stand between.
  private static final List<Modality> FIRST =
      List.of(Modality.VISION, Modality.AUDIO, Modality.DEPTH, Modality.THERMAL, Modality.IMU);

  /// Compares all items.
  static Comparison of(List<Item> items) {
    Map<Modality, List<Item>> groups = new LinkedHashMap<>();
    FIRST.forEach(modality -> groups.put(modality, new ArrayList<>()));
    for (Item item : items) {
      if (!item.embedding.modality().equals(Modality.TEXT)) {
        groups.computeIfAbsent(item.embedding.modality(), _ -> new ArrayList<>()).add(item);
      }
    }
    List<Item> texts =
        items.stream().filter(i -> i.embedding.modality().equals(Modality.TEXT)).toList();
    groups.put(Modality.TEXT, new ArrayList<>(texts));
    groups.values().removeIf(List::isEmpty);
    return new Comparison(items, tables(List.copyOf(groups.values())));
  }

  private static List<Table> tables(List<List<Item>> groups) {
    if (groups.size() == 1) {
      return List.of(table(groups.getFirst(), groups.getFirst()));
    }
    List<Table> tables = new ArrayList<>();
    for (int columns = groups.size() - 1; columns > 0; columns--) {
      for (int rows = 0; rows < columns; rows++) {
        tables.add(table(groups.get(rows), groups.get(columns)));
      }
    }
    return tables;
  }

  private static Table table(List<Item> rows, List<Item> columns) {
    List<Embedding> a = rows.stream().map(Item::embedding).toList();
    List<Embedding> b = columns.stream().map(Item::embedding).toList();
    return new Table(
        a.getFirst().modality(),
        b.getFirst().modality(),
        rows.stream().map(Item::source).toList(),
        columns.stream().map(Item::source).toList(),
        rows.equals(columns) ? new double[0][] : Similarity.softmaxTable(a, b),
        Similarity.cosineTable(a, b));
  }

  /// As text for people.
  String toText() {
    StringBuilder text = new StringBuilder();
    for (Table table : tables) {
      if (table.softmax.length > 0) {
        text.append(
                TextTable.render(
                    table.title("softmax over each row"),
                    table.rowSources,
                    table.columnSources,
                    table.softmax))
            .append('\n');
      }
      text.append(
              TextTable.render(
                  table.title("cosine"), table.rowSources, table.columnSources, table.cosine))
          .append('\n');
    }
    return text.toString().stripTrailing();
  }

  /// As one JSON object.
  Map<String, Object> toMap() {
    List<Object> compared = new ArrayList<>();
    for (Item item : items) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("modality", item.embedding.modality().name());
      map.put("source", item.source);
      compared.add(map);
    }
    List<Object> all = new ArrayList<>();
    for (Table table : tables) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rows", table.rows.name());
      map.put("columns", table.columns.name());
      map.put("row_sources", table.rowSources);
      map.put("column_sources", table.columnSources);
      if (table.softmax.length > 0) {
        map.put("softmax", table.softmax);
      }
      map.put("cosine", table.cosine);
      all.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("items", compared);
    map.put("tables", all);
    return map;
  }
}
