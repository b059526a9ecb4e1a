package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/// One JSON object a line: `{"modality":…,"source":…,"vector":[…]}`, or with `"error"` in place of
/// the vector. Each number is the shortest text that reads back as the same float.
record JsonlWriter(Console console, EmbeddingWriter.Scale scale) implements EmbeddingWriter {
  @Override
  public void embedded(String source, Embedding embedding) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("modality", embedding.modality().name());
    line.put("source", source);
    line.put("vector", scale.of(embedding));
    console.line(JSON.std.asString(line));
  }

  @Override
  public void failed(Item item, ImageBindException reason) {
    Map<String, Object> line = new LinkedHashMap<>();
    if (item instanceof Item.Ready ready) {
      line.put("modality", ready.input().modality().name());
    }
    line.put("source", item.source());
    line.put("error", String.valueOf(reason.getMessage()));
    console.line(JSON.std.asString(line));
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
