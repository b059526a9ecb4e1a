package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import java.util.Locale;

/// A table for people: one line an item with its norm and first numbers.
final class TableWriter implements EmbeddingWriter {
  private static final int SHOWN = 5;

  private final Console console;
  private final EmbeddingWriter.Scale scale;

  TableWriter(Console console, EmbeddingWriter.Scale scale) {
    this.console = console;
    this.scale = scale;
    console.line(row("modality", "source", "dim", "norm", "first numbers"));
  }

  private static String row(String modality, String source, String dim, String norm, String rest) {
    return String.format(
        Locale.ROOT,
        "%-9s %-32s %5s %9s  %s",
        modality,
        TextTable.shorten(source, 32),
        dim,
        norm,
        rest);
  }

  @Override
  public void embedded(String source, Embedding embedding) {
    float[] vector = scale.of(embedding);
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN, vector.length); i++) {
      first.append(String.format(Locale.ROOT, "%8.4f ", vector[i]));
    }
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    console.line(
        row(
            embedding.modality().name(),
            source,
            String.valueOf(vector.length),
            String.format(Locale.ROOT, "%.4f", Math.sqrt(square)),
            first + (vector.length > SHOWN ? "…" : "")));
  }

  @Override
  public void failed(Item item, ImageBindException reason) {
    String modality = item instanceof Item.Ready ready ? ready.input().modality().name() : "?";
    console.line(row(modality, item.source(), "-", "-", "failed: " + reason.getMessage()));
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
