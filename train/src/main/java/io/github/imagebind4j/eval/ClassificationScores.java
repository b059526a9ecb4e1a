package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How well scores tell the one right class of each item.
///
/// Ties are broken against us: of classes with equal scores, a wrong one counts as chosen. A NaN
/// never helps.
///
/// Immutable by convention: do not write to the arrays. Safe for use by any thread.
///
/// @param items how many were classified
/// @param top1 the share whose right class has the largest score, 0 to 1
/// @param top5 the share whose right class is among the five largest
/// @param meanPerClass the mean over the classes that occur of the share right within the class
/// @param confusion `[right class][chosen class]`, how many items
public record ClassificationScores(
    int items, double top1, double top5, double meanPerClass, int[][] confusion) {

  /// Scores a table.
  ///
  /// @param scores `[items][classes]`, larger is likelier
  /// @param labels the right class of each item, from 0
  /// @return the scores
  /// @throws InputException if there are no items, the lengths differ, or a label is no class
  public static ClassificationScores of(float[][] scores, int[] labels) {
    if (scores.length != labels.length || scores.length == 0) {
      throw new InputException(
          "a classification needs items, and a label for each; got "
              + scores.length
              + " items, "
              + labels.length
              + " labels");
    }
    int classes = scores[0].length;
    int[][] confusion = new int[classes][classes];
    int fifth = 0;
    for (int i = 0; i < labels.length; i++) {
      if (scores[i].length != classes || labels[i] < 0 || labels[i] >= classes) {
        throw new InputException(
            "item "
                + i
                + " has the label "
                + labels[i]
                + " and "
                + scores[i].length
                + " scores, among "
                + classes
                + " classes");
      }
      confusion[labels[i]][chosen(scores[i], labels[i])]++;
      fifth += rank(scores[i], labels[i]) <= 5 ? 1 : 0;
    }
    double first = 0;
    for (int c = 0; c < classes; c++) {
      first += confusion[c][c];
    }
    return new ClassificationScores(
        labels.length,
        first / labels.length,
        (double) fifth / labels.length,
        Arrays.stream(recalls(confusion)).filter(r -> !Double.isNaN(r)).average().orElseThrow(),
        confusion);
  }

  /// The share of each class's items that were put into it.
  ///
  /// @return one a class, 0 to 1; NaN for a class without items
  public double[] perClass() {
    return recalls(confusion);
  }

  private static double[] recalls(int[][] confusion) {
    double[] recalls = new double[confusion.length];
    for (int c = 0; c < recalls.length; c++) {
      int all = Arrays.stream(confusion[c]).sum();
      recalls[c] = all == 0 ? Double.NaN : (double) confusion[c][c] / all;
    }
    return recalls;
  }

  /// The class with the largest score; a wrong one if it is not alone.
  ///
  /// @param scores one a class
  /// @param right the right class
  static int chosen(float[] scores, int right) {
    int best = -1;
    for (int c = 0; c < scores.length; c++) {
      if (c != right && (best < 0 || scores[c] > scores[best] || Float.isNaN(scores[c]))) {
        best = c;
      }
    }
    return best >= 0 && !(scores[right] > scores[best]) ? best : right;
  }

  private static int rank(float[] scores, int right) {
    int before = 0;
    for (int c = 0; c < scores.length; c++) {
      before += c != right && !(scores[c] < scores[right]) ? 1 : 0;
    }
    return before + 1;
  }

  /// The scores by their names in JSON.
  ///
  /// @return a fresh map
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("items", items);
    map.put("top_1", top1);
    map.put("top_5", top5);
    map.put("mean_per_class", meanPerClass);
    map.put("confusion", confusion);
    return map;
  }
}
