package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  record Item(String source, Embedding embedding) {
    /// What tables call it: a text by itself, a file by its name without the folders.
    String label() {
      int slash = Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\'));
      return embedding.modality().equals(Modality.TEXT) ? source : source.substring(slash + 1);
    }
  }

  /// Rows of one modality against columns of another.
  ///
  /// @param softmax `[rows][columns]`, each row sums to 1; empty for a modality with itself
  /// @param cosine `[rows][columns]`
  record Table(List<Item> rows, List<Item> columns, double[][] softmax, double[][] cosine) {
    Modality rowModality() {
      return rows.getFirst().embedding.modality();
    }

    Modality columnModality() {
      return columns.getFirst().embedding.modality();
    }

    List<String> rowLabels() {
      return labels(rows);
    }

    List<String> columnLabels() {
      return labels(columns);
    }

    /// Names without folders, unless that makes two of them equal.
    private static List<String> labels(List<Item> items) {
      List<String> labels = items.stream().map(Item::label).toList();
      boolean distinct = Set.copyOf(labels).size() == labels.size();
      return distinct ? labels : items.stream().map(Item::source).toList();
    }

    String title(String what) {
      return rowModality() + " x " + columnModality() + ", " + what;
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
        rows,
        columns,
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
                    table.rowLabels(),
                    table.columnLabels(),
                    table.softmax))
            .append('\n');
      }
      text.append(
              TextTable.render(
                  table.title("cosine"), table.rowLabels(), table.columnLabels(), table.cosine))
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
      map.put("rows", table.rowModality().name());
      map.put("columns", table.columnModality().name());
      map.put("row_sources", table.rows.stream().map(Item::source).toList());
      map.put("column_sources", table.columns.stream().map(Item::source).toList());
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
