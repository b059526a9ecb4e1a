package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Zero-shot classification of a set, modality by modality.
///
/// Stateless and safe for use by any thread.
public final class ZeroShot {
  private ZeroShot() {}

  /// How one modality did.
  ///
  /// @param dataset the set's name
  /// @param modality what was classified
  /// @param templates the name of the prompt templates
  /// @param classes the classes that were to choose from
  /// @param chance the share right by guessing, for one label an item
  /// @param single the scores for one label an item; empty for several
  /// @param multi the scores for several labels an item; empty for one
  public record Result(
      String dataset,
      Modality modality,
      String templates,
      List<EvalClass> classes,
      double chance,
      Optional<ClassificationScores> single,
      Optional<MultiLabelScores> multi) {

    /// The result by its names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("dataset", dataset);
      map.put("modality", modality.name());
      map.put("templates", templates);
      map.put("classes", classes.stream().map(EvalClass::name).toList());
      single.ifPresent(scores -> {
        map.putAll(scores.toMap());
        map.put("chance", chance);
      });
      multi.ifPresent(scores -> map.putAll(scores.toMap()));
      return map;
    }
  }

  /// Classifies every modality but text, among all classes of the set.
  ///
  /// @param embedded the items
  /// @param texts embeds the prompts, with the same model
  /// @param templates the sentences; empty: the built-in list of each modality
  /// @param synonyms how a class's several words count
  /// @return a result for each modality with labelled items
  /// @throws InputException if there is none
  public static List<Result> run(
      EmbeddedSet embedded,
      Embedder texts,
      Optional<PromptTemplates> templates,
      ZeroShotClassifier.Synonyms synonyms) {
    List<EvalClass> all = embedded.set().classes();
    return run(embedded, texts, templates, synonyms, _ -> all);
  }

  /// Classifies every modality but text.
  ///
  /// @param embedded the items
  /// @param texts embeds the prompts, with the same model
  /// @param templates the sentences; empty: the built-in list of each modality
  /// @param synonyms how a class's several words count
  /// @param candidates among which classes a modality's items are to be told apart; items of others
  ///   are left out
  /// @return a result for each modality with labelled items
  /// @throws InputException if there is none
  public static List<Result> run(
      EmbeddedSet embedded,
      Embedder texts,
      Optional<PromptTemplates> templates,
      ZeroShotClassifier.Synonyms synonyms,
      Function<Modality, List<EvalClass>> candidates) {
    List<Result> results = new ArrayList<>();
    for (Modality modality : embedded.set().modalities()) {
      List<EvalClass> classes = candidates.apply(modality);
      Labelled labelled = labelled(embedded, modality, classes);
      if (labelled.vectors.length > 0 && !modality.equals(Modality.TEXT)) {
        PromptTemplates list = templates.orElseGet(() -> PromptTemplates.of(modality));
        ZeroShotClassifier classifier = ZeroShotClassifier.of(texts, classes, list, synonyms);
        float[][] scores = classifier.scores(labelled.vectors);
        results.add(score(embedded.set(), modality, list.name(), classes, scores, labelled.labels));
      }
    }
    if (results.isEmpty()) {
      throw new InputException(
          embedded.set().name() + " has no labelled items to classify; try retrieval");
    }
    return results;
  }

  /// Vectors and the places of their classes among the candidates.
  private record Labelled(float[][] vectors, List<List<Integer>> labels) {}

  private static Labelled labelled(
      EmbeddedSet embedded, Modality modality, List<EvalClass> classes) {
    EvalSet set = embedded.set();
    Map<EvalClass, Integer> places = new HashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      places.put(classes.get(c), c);
    }
    List<EvalItem> items = set.items(modality);
    float[][] vectors = embedded.vectors(modality);
    List<float[]> kept = new ArrayList<>();
    List<List<Integer>> labels = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      List<Integer> some = new ArrayList<>();
      for (int label : items.get(i).labels()) {
        Integer place = places.get(set.classes().get(label));
        if (place != null) {
          some.add(place);
        }
      }
      if (!some.isEmpty()) {
        kept.add(vectors[i]);
        labels.add(some);
      }
    }
    return new Labelled(kept.toArray(float[][]::new), labels);
  }

  private static Result score(
      EvalSet set,
      Modality modality,
      String templates,
      List<EvalClass> classes,
      float[][] scores,
      List<List<Integer>> labels) {
    double chance = 1.0 / classes.size();
    if (!set.multiLabel()) {
      int[] single = labels.stream().mapToInt(List::getFirst).toArray();
      Optional<ClassificationScores> result = Optional.of(ClassificationScores.of(scores, single));
      return new Result(set.name(), modality, templates, classes, chance, result, Optional.empty());
    }
    boolean[][] several = new boolean[scores.length][classes.size()];
    for (int i = 0; i < several.length; i++) {
      for (int label : labels.get(i)) {
        several[i][label] = true;
      }
    }
    Optional<MultiLabelScores> result = Optional.of(MultiLabelScores.of(scores, several));
    return new Result(set.name(), modality, templates, classes, chance, Optional.empty(), result);
  }
}
