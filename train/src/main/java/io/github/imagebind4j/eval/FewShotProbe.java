package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Few-shot classification on frozen embeddings: a linear probe, and the nearest class mean beside
/// it.
///
/// For each k, k items of each class are drawn, a classifier is fitted to them and tried on the
/// whole test part; several draws give a mean and its confidence interval. Which items are drawn
/// depends on the seed, k and the number of the draw only.
///
/// Stateless and safe for use by any thread.
public final class FewShotProbe {

  /// What is fitted.
  public enum Method {
    /// Multinomial logistic regression with an L2 penalty, fitted by L-BFGS.
    LINEAR,
    /// The nearest mean of a class's unit vectors, by cosine.
    CENTROID
  }

  /// What to try.
  ///
  /// @param shots how many examples a class; 0 means all there are
  /// @param draws how often each number is drawn; all items are "drawn" once
  /// @param seed decides which
  /// @param l2 the linear probe's penalty, above 0, for features of mean squared norm one
  public record Options(List<Integer> shots, int draws, long seed, double l2) {
    /// 1, 2, 4, 8 and all, five draws, seed 0, penalty 1e-4.
    public static final Options DEFAULT = new Options(List.of(1, 2, 4, 8, 0), 5, 0, 1e-4);

    /// Checks and copies.
    ///
    /// @throws InputException if a number is out of range
    public Options {
      shots = List.copyOf(shots);
      if (draws < 1 || !(l2 > 0) || shots.isEmpty() || shots.stream().anyMatch(k -> k < 0)) {
        throw new InputException(
            "a probe needs shots of at least 0, a draw and a penalty above 0; got "
                + shots
                + ", "
                + draws
                + ", "
                + l2);
      }
    }
  }

  /// One row of the result.
  ///
  /// @param shots how many examples a class; 0 means all
  /// @param method what was fitted
  /// @param top1 the share right
  /// @param meanPerClass the mean over classes of the share right
  public record Row(int shots, Method method, Estimate top1, Estimate meanPerClass) {}

  /// How one modality did.
  ///
  /// @param dataset the set's name
  /// @param modality what was classified
  /// @param classes the classes
  /// @param trainItems how many examples there were to draw from
  /// @param testItems how many were classified
  /// @param chance the share right by guessing
  /// @param rows one a number of shots and method
  public record Result(
      String dataset,
      Modality modality,
      List<EvalClass> classes,
      int trainItems,
      int testItems,
      double chance,
      List<Row> rows) {

    /// The result by its names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("dataset", dataset);
      map.put("modality", modality.name());
      map.put("classes", classes.size());
      map.put("train_items", trainItems);
      map.put("test_items", testItems);
      map.put("chance", chance);
      List<Object> list = new ArrayList<>();
      for (Row row : rows) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("shots", row.shots == 0 ? "all" : (Object) row.shots);
        one.put("method", row.method.name().toLowerCase(Locale.ROOT));
        one.put("draws", row.top1.draws());
        one.put("top_1", row.top1.mean());
        one.put("mean_per_class", row.meanPerClass.mean());
        if (row.top1.draws() > 1) {
          one.put("top_1_ci95", row.top1.halfWidth());
          one.put("mean_per_class_ci95", row.meanPerClass.halfWidth());
        }
        list.add(one);
      }
      map.put("rows", list);
      return map;
    }
  }

  /// Labelled vectors.
  private record Data(float[][] vectors, int[] labels) {}

  private FewShotProbe() {}

  /// Probes one modality.
  ///
  /// @param train the items to draw from
  /// @param test the items to classify, of the same classes
  /// @param modality which items
  /// @param options what to try
  /// @return the result
  /// @throws InputException if there are no items with one label each, or the classes differ
  public static Result run(
      EmbeddedSet train, EmbeddedSet test, Modality modality, Options options) {
    if (!train.set().classes().equals(test.set().classes())) {
      throw new InputException(
          "the two parts must have the same classes in the same order, got "
              + train.set().classes().size()
              + " and "
              + test.set().classes().size());
    }
    Data from = data(train, modality);
    Data to = data(test, modality);
    int classes = test.set().classes().size();
    List<Row> rows = new ArrayList<>();
    for (int k : options.shots) {
      int draws = k == 0 ? 1 : options.draws;
      List<Data> drawn = new ArrayList<>();
      for (int draw = 0; draw < draws; draw++) {
        drawn.add(k == 0 ? from : draw(from, k, random(options.seed, k, draw)));
      }
      for (Method method : Method.values()) {
        List<ClassificationScores> scores =
            drawn.stream().map(some -> score(method, some, to, classes, options.l2)).toList();
        Estimate top1 = estimate(scores.stream().map(ClassificationScores::top1).toList());
        Estimate perClass =
            estimate(scores.stream().map(ClassificationScores::meanPerClass).toList());
        rows.add(new Row(k, method, top1, perClass));
      }
    }
    return new Result(
        test.set().name(),
        modality,
        test.set().classes(),
        from.labels.length,
        to.labels.length,
        1.0 / classes,
        rows);
  }

  private static Random random(long seed, int shots, int draw) {
    return new Random(seed * 1_000_003 + shots * 1_009L + draw);
  }

  private static Estimate estimate(List<Double> values) {
    return Estimate.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Data data(EmbeddedSet embedded, Modality modality) {
    List<EvalItem> items = embedded.set().items(modality);
    float[][] vectors = embedded.vectors(modality);
    List<float[]> kept = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      if (items.get(i).labels().size() == 1) {
        kept.add(vectors[i]);
        labels.add(items.get(i).labels().getFirst());
      }
    }
    if (kept.isEmpty()) {
      throw new InputException(
          embedded.set().name() + " has no " + modality + " items with one label each");
    }
    return new Data(
        kept.toArray(float[][]::new), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /// k of each class, or all it has if those are fewer.
  private static Data draw(Data all, int k, Random random) {
    Map<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < all.labels.length; i++) {
      byClass.computeIfAbsent(all.labels[i], _ -> new ArrayList<>()).add(i);
    }
    List<Integer> drawn = new ArrayList<>();
    for (List<Integer> places : byClass.values()) {
      Collections.shuffle(places, random);
      drawn.addAll(places.subList(0, Math.min(k, places.size())));
    }
    return new Data(
        drawn.stream().map(i -> all.vectors[i]).toArray(float[][]::new),
        drawn.stream().mapToInt(i -> all.labels[i]).toArray());
  }

  private static ClassificationScores score(
      Method method, Data train, Data test, int classes, double l2) {
    float[][] scores =
        switch (method) {
          case LINEAR ->
              LogisticRegression.fit(train.vectors, train.labels, classes, l2).scores(test.vectors);
          case CENTROID -> centroid(train, test, classes);
        };
    return ClassificationScores.of(scores, test.labels);
  }

  /// Cosines to the class means; a class without examples is never chosen.
  private static float[][] centroid(Data train, Data test, int classes) {
    List<float[]> means = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      List<float[]> ofClass = new ArrayList<>();
      for (int i = 0; i < train.labels.length; i++) {
        if (train.labels[i] == c) {
          ofClass.add(train.vectors[i]);
        }
      }
      if (!ofClass.isEmpty()) {
        means.add(ZeroShotClassifier.mean(ofClass));
        places.add(c);
      }
    }
    float[][] cosines = CosineRows.table(test.vectors, means.toArray(float[][]::new));
    float[][] scores = new float[cosines.length][classes];
    for (int i = 0; i < cosines.length; i++) {
      Arrays.fill(scores[i], Float.NEGATIVE_INFINITY);
      for (int m = 0; m < places.size(); m++) {
        scores[i][places.get(m)] = cosines[i][m];
      }
    }
    return scores;
  }
}
