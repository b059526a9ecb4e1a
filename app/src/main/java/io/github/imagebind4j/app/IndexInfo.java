package io.github.imagebind4j.app;

import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.jr.ob.JSON;

/// What an index holds.
final class IndexInfo {
  private IndexInfo() {}

  static void print(Path folder, boolean json, Console console) {
    Map<String, Object> map = new LinkedHashMap<>();
    try (EmbeddingIndex index = Indexes.openReadOnly(folder)) {
      map.put("index", folder.toString());
      map.put("items", index.size());
      map.put("bytes", Indexes.diskBytes(folder));
      IndexSettings settings = IndexSettings.read(folder);
      if (settings != null) {
        map.put("model", settings.model());
      }
      index
          .space()
          .ifPresent((IndexSpace space) -> {
            map.put("fingerprint", space.fingerprint());
            map.put("dimensions", space.dimension());
          });
      Map<String, Long> kinds = new TreeMap<>();
      Map<String, Long> fields = new TreeMap<>();
      index.scan(
          Filter.ALL,
          item -> {
            String kind = item.fields().text("kind").orElse("other");
            kinds.merge(item.embedding().modality() + " (" + kind + ")", 1L, Long::sum);
            item.fields().asMap().keySet().forEach(name -> fields.merge(name, 1L, Long::sum));
          });
      map.put("senses", kinds);
      map.put("fields", fields);
    }
    console.line(json ? JSON.std.asString(map) : toText(map));
  }

  private static String toText(Map<String, Object> map) {
    List<String> lines = new ArrayList<>();
    map.forEach((name, value) -> {
      if (value instanceof Map<?, ?> counts) {
        lines.add(name + ":");
        counts.forEach((key, count) -> lines.add("  " + key + ": " + count));
      } else if (name.equals("bytes") && value instanceof Long bytes) {
        lines.add("size: " + Sizes.human(bytes));
      } else {
        lines.add(name + ": " + value);
      }
    });
    return String.join("\n", lines);
  }
}
