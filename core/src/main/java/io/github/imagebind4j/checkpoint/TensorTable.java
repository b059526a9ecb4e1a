package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// The tensors of one open file by name.
///
/// Safe for use by any thread.
final class TensorTable {
  /// More tensors than any model has; bounds what a hostile file can make us hold.
  static final int MAX_TENSORS = 100_000;

  private static final int SUGGESTIONS = 3;
  private static final int MAX_COMPARED = 5_000;
  private static final int MAX_NAME_COMPARED = 200;

  private final MappedFile file;
  private final SequencedMap<String, StoredTensor> tensors;

  /// @param tensors in the file's order
  TensorTable(MappedFile file, SequencedMap<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = new LinkedHashMap<>(tensors);
  }

  SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(tensors.sequencedKeySet());
  }

  StoredTensor get(String name) {
    requireOpen(file);
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s has no tensor %s; %s; check that the model's config belongs to this checkpoint",
              file.path(),
              MappedFile.quote(name),
              suggestions(name)));
    }
    return tensor;
  }

  static void requireOpen(MappedFile file) {
    if (!file.isOpen()) {
      throw new CheckpointException(
          "the checkpoint " + file.path() + " is closed; read its tensors before close()");
    }
  }

  private String suggestions(String wanted) {
    int near = Math.max(3, wanted.length() / 4);
    Map<String, Integer> distances = new LinkedHashMap<>();
    tensors.keySet().stream()
        .filter(name -> Math.abs(name.length() - wanted.length()) <= near)
        .filter(name -> name.length() <= MAX_NAME_COMPARED)
        .limit(wanted.length() <= MAX_NAME_COMPARED ? MAX_COMPARED : 0)
        .forEach(name -> distances.put(name, distance(name, wanted)));
    List<String> names =
        distances.entrySet().stream()
            .filter(entry -> entry.getValue() <= near)
            .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .limit(SUGGESTIONS)
            .map(entry -> MappedFile.quote(entry.getKey()))
            .toList();
    if (names.isEmpty()) {
      return String.format(
          Locale.ROOT, "of its %d tensors none has a similar name", tensors.size());
    }
    return names.stream().collect(Collectors.joining(", ", "similar names: ", ""));
  }

  /// Levenshtein's edit distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
