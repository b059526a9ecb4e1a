package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.explore.ModalityCentres;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexSpace;
import io.github.imagebind4j.input.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Names for groups out of a list of labels, by what the model makes of them. Immutable.
final class TextLabels {
  private static final int MOST = 100_000;

  /// A label and its cosine to a group.
  record Label(String label, double cosine) {}

  private record Known(String label, float[] direction) {}

  private final List<Known> labels;

  private TextLabels(List<Known> labels) {
    this.labels = labels;
  }

  /// Reads a list: one label a line; empty lines, `# remarks` and `[headings]` do not count.
  static List<String> read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      List<String> labels =
          lines
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("["))
              .distinct()
              .limit(MOST + 1L)
              .toList();
      if (labels.isEmpty() || labels.size() > MOST) {
        throw CliException.usage(
            "--labels wants a file of 1 to "
                + MOST
                + " labels, one a line; "
                + file
                + " has "
                + (labels.isEmpty() ? "none" : "more"));
      }
      return labels;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw CliException.environment(
          "can't read the labels in " + file + ": " + e.getMessage() + "; check the path", e);
    }
  }

  /// Embeds labels.
  ///
  /// @param space of the index; another model's labels would say nothing
  /// @param centred whether groups are seen from their modalities' centres
  /// @throws io.github.imagebind4j.error.InputException if the model is not the index's
  static TextLabels of(List<String> labels, Embedder model, IndexSpace space, boolean centred) {
    List<Embedding> embeddings = model.embed(labels.stream().map(Input::text).toList());
    space.require(embeddings.getFirst());
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      items.add(new IndexItem("label " + i, embeddings.get(i), Fields.NONE));
    }
    ModalityCentres centres = centred ? ModalityCentres.of(items) : ModalityCentres.NONE;
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      known.add(new Known(labels.get(i), centres.centred(embeddings.get(i))));
    }
    return new TextLabels(known);
  }

  /// The labels nearest to a group.
  ///
  /// @param centre of the group
  /// @param most how many
  /// @return the best first
  List<Label> of(float[] centre, int most) {
    return labels.stream()
        .map(known -> new Label(known.label, Similarity.dot(known.direction, centre)))
        .sorted(Comparator.comparingDouble((Label label) -> -label.cosine))
        .limit(most)
        .toList();
  }
}
