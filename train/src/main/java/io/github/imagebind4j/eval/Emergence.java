package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.CrossModalRetrieval.Level;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The matrix of emergent alignment: retrieval between every two modalities of a set, each marked
/// as trained or emergent, with what chance would give.
///
/// A set without texts takes part with the names of its classes: a vector a class, made of prompts.
/// Those are the zero-shot classifier's, so the cell from a modality to text is zero-shot
/// classification, and R@1 there its top-1.
///
/// Stateless and safe for use by any thread.
public final class Emergence {

  /// One direction of one pair at one level.
  ///
  /// @param from what searches
  /// @param to what is searched
  /// @param level who belongs to whom
  /// @param trained whether the model was trained on this pair
  /// @param scores the figures, with chance
  /// @param gap how far apart the two lie
  public record Cell(
      Modality from,
      Modality to,
      Level level,
      boolean trained,
      RetrievalScores scores,
      ModalityGap gap) {

    /// How many times as good as chance the mean average precision is.
    ///
    /// @return 1 is chance
    public double timesChance() {
      return scores.found().meanAveragePrecision() / scores.chance().meanAveragePrecision();
    }

    /// The cell by its names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("from", from.name());
      map.put("to", to.name());
      map.put("level", level.name().toLowerCase(Locale.ROOT));
      map.put("status", trained ? "trained" : "emergent");
      map.putAll(scores.toMap());
      map.put("map_times_chance", timesChance());
      map.putAll(gap.toMap());
      return map;
    }
  }

  /// The matrix.
  ///
  /// @param dataset the set's name
  /// @param modalities in the order of rows and columns
  /// @param trained which pairs were trained
  /// @param cells all pairs that have anything in common
  /// @param uniformity of each modality with two items or more
  public record Result(
      String dataset,
      List<Modality> modalities,
      TrainedPairs trained,
      List<Cell> cells,
      Map<Modality, Double> uniformity) {

    /// The cell of a direction.
    ///
    /// @param from what searches
    /// @param to what is searched
    /// @param level who belongs to whom
    /// @return empty if the two have nothing in common at this level
    public Optional<Cell> cell(Modality from, Modality to, Level level) {
      return cells.stream()
          .filter(c -> c.from.equals(from) && c.to.equals(to) && c.level == level)
          .findFirst();
    }

    /// The matrix by its names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("dataset", dataset);
      map.put("trained_pairs", trained.toString());
      Map<String, Object> even = new LinkedHashMap<>();
      uniformity.forEach((modality, value) -> even.put(modality.name(), value));
      map.put("uniformity", even);
      map.put("cells", cells.stream().map(Cell::toMap).toList());
      return map;
    }
  }

  /// Vectors and who belongs to whom.
  private record Points(float[][] vectors, int[] groups) {}

  private Emergence() {}

  /// Measures all pairs.
  ///
  /// @param embedded the items
  /// @param texts embeds the prompts of classes, with the same model
  /// @param templates the sentences; empty: the built-in list of each modality
  /// @param trained which pairs the model was trained on
  /// @return the matrix
  /// @throws InputException if no two modalities have anything in common
  public static Result run(
      EmbeddedSet embedded,
      Embedder texts,
      Optional<PromptTemplates> templates,
      TrainedPairs trained) {
    EvalSet set = embedded.set();
    List<Modality> modalities = new ArrayList<>(set.modalities());
    modalities.remove(Modality.TEXT);
    modalities.add(Modality.TEXT);
    Map<String, Integer> numbers = new HashMap<>();
    List<Cell> cells = new ArrayList<>();
    for (Level level : Level.values()) {
      for (Modality from : modalities) {
        for (Modality to : modalities) {
          if (!from.equals(to)) {
            Optional<Points> a = points(embedded, texts, templates, from, to, level, numbers);
            Optional<Points> b = points(embedded, texts, templates, to, from, level, numbers);
            if (a.isPresent() && b.isPresent() && common(a.get(), b.get())) {
              cells.add(cell(from, to, level, trained, a.get(), b.get()));
            }
          }
        }
      }
    }
    if (cells.isEmpty()) {
      throw new InputException(
          set.name() + " has no two modalities with classes or pairs in common");
    }
    modalities.removeIf(m -> cells.stream().noneMatch(c -> c.from.equals(m) || c.to.equals(m)));
    Map<Modality, Double> uniformity = new LinkedHashMap<>();
    for (Modality modality : set.modalities()) {
      float[][] vectors = embedded.vectors(modality);
      if (vectors.length > 1) {
        uniformity.put(modality, ModalityGap.uniformity(vectors));
      }
    }
    return new Result(set.name(), modalities, trained, cells, uniformity);
  }

  private static Cell cell(
      Modality from, Modality to, Level level, TrainedPairs trained, Points a, Points b) {
    return new Cell(
        from,
        to,
        level,
        trained.trained(from, to),
        Retrieval.of(a.vectors, b.vectors, a.groups, b.groups),
        ModalityGap.of(a.vectors, b.vectors, a.groups, b.groups));
  }

  private static boolean common(Points a, Points b) {
    Set<Integer> groups = new HashSet<>();
    for (int group : b.groups) {
      groups.add(group);
    }
    for (int group : a.groups) {
      if (groups.contains(group)) {
        return true;
      }
    }
    return false;
  }

  /// A modality's vectors; texts of classes are worded for the modality on the other side.
  private static Optional<Points> points(
      EmbeddedSet embedded,
      Embedder texts,
      Optional<PromptTemplates> templates,
      Modality modality,
      Modality other,
      Level level,
      Map<String, Integer> numbers) {
    if (modality.equals(Modality.TEXT) && level == Level.CLASS) {
      return classTexts(embedded.set(), texts, templates, other, numbers);
    }
    List<EvalItem> items = embedded.set().items(modality);
    Set<String> partners =
        embedded.set().items(other).stream().map(EvalItem::pair).collect(Collectors.toSet());
    partners.remove("");
    float[][] vectors = embedded.vectors(modality);
    List<float[]> kept = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      if (CrossModalRetrieval.takesPart(items.get(i), level, partners)) {
        String group = CrossModalRetrieval.group(items.get(i), level);
        kept.add(vectors[i]);
        groups.add(numbers.computeIfAbsent(group, _ -> numbers.size()));
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(points(kept, groups));
  }

  /// A vector for each class that the other modality has.
  private static Optional<Points> classTexts(
      EvalSet set,
      Embedder texts,
      Optional<PromptTemplates> templates,
      Modality other,
      Map<String, Integer> numbers) {
    List<EvalClass> classes = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    List<Integer> occurring =
        set.items(other).stream()
            .filter(item -> item.labels().size() == 1)
            .map(item -> item.labels().getFirst())
            .distinct()
            .sorted()
            .toList();
    for (int label : occurring) {
      classes.add(set.classes().get(label));
      groups.add(numbers.computeIfAbsent("class " + label, _ -> numbers.size()));
    }
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    PromptTemplates list = templates.orElseGet(() -> PromptTemplates.of(other));
    ZeroShotClassifier classifier =
        ZeroShotClassifier.of(texts, classes, list, ZeroShotClassifier.Synonyms.MEAN);
    return Optional.of(points(List.of(classifier.prototypes()), groups));
  }

  private static Points points(List<float[]> vectors, List<Integer> groups) {
    return new Points(
        vectors.toArray(float[][]::new), groups.stream().mapToInt(Integer::intValue).toArray());
  }
}
