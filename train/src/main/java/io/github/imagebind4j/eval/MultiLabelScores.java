package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// How well scores find the items of each class, where an item may belong to several, as in
/// AudioSet.
///
/// The average precision of a class is the mean, over its items, of the share of right items among
/// those with at least that score. Ties are broken against us.
///
/// Immutable by convention: do not write to the array. Safe for use by any thread.
///
/// @param items how many were scored
/// @param meanAveragePrecision the mean over the classes that occur, 0 to 1
/// @param perClass each class's average precision; NaN for a class without items
/// @param chance what random scores give on average
public record MultiLabelScores(
    int items, double meanAveragePrecision, double[] perClass, double chance) {

  /// Scores a table.
  ///
  /// @param scores `[items][classes]`, larger is likelier
  /// @param labels `[items][classes]`, whether the item belongs to the class
  /// @return the scores
  /// @throws InputException if the sizes differ or no item belongs to a class
  public static MultiLabelScores of(float[][] scores, boolean[][] labels) {
    int classes = scores.length == 0 ? 0 : scores[0].length;
    if (scores.length != labels.length || classes == 0) {
      throw new InputException(
          "average precision needs items, and labels for each; got "
              + scores.length
              + " and "
              + labels.length);
    }
    double[] perClass = new double[classes];
    double chance = 0;
    int occurring = 0;
    double harmonic = 0;
    for (int i = 1; i <= scores.length; i++) {
      harmonic += 1.0 / i;
    }
    for (int c = 0; c < classes; c++) {
      float[] column = new float[scores.length];
      boolean[] right = new boolean[scores.length];
      int count = 0;
      for (int i = 0; i < column.length; i++) {
        requireLength(i, scores[i].length, labels[i].length, classes);
        column[i] = scores[i][c];
        right[i] = labels[i][c];
        count += right[i] ? 1 : 0;
      }
      perClass[c] = Ranking.averagePrecision(column, right);
      if (count > 0) {
        occurring++;
        chance += Chance.averagePrecision(count, scores.length, harmonic);
      }
    }
    if (occurring == 0) {
      throw new InputException("no item belongs to any of " + classes + " classes");
    }
    double mean = Arrays.stream(perClass).filter(ap -> !Double.isNaN(ap)).average().orElseThrow();
    return new MultiLabelScores(scores.length, mean, perClass, chance / occurring);
  }

  private static void requireLength(int item, int scores, int labels, int classes) {
    if (scores != classes || labels != classes) {
      throw new InputException(
          "item " + item + " has " + scores + " scores and " + labels + " labels, not " + classes);
    }
  }

  /// The scores by their names in JSON; a class without items is null.
  ///
  /// @return a fresh map
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("items", items);
    map.put("map", meanAveragePrecision);
    map.put("map_chance", chance);
    map.put(
        "average_precision",
        Arrays.stream(perClass).mapToObj(ap -> Double.isNaN(ap) ? null : (Double) ap).toArray());
    return map;
  }
}
