package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// Where the right ones stand in an order by score. Ties are broken against them; a NaN stands
/// before all others if it is wrong, and behind all if it is right.
///
/// @param first the place of the first right one, from 1
/// @param averagePrecision the mean, over the right ones, of the share of right ones up to there
record Ranking(int first, double averagePrecision) {

  /// Ranks by falling score.
  ///
  /// @param scores any numbers
  /// @param right which places are right
  /// @param count how many places are right, without `skip`; at least 1
  /// @param skip a place that does not take part, or -1
  static Ranking of(float[] scores, IntPredicate right, int count, int skip) {
    float[] rights = new float[count];
    int found = 0;
    for (int i = 0; i < scores.length; i++) {
      if (i != skip && right.test(i)) {
        rights[found++] = Float.isNaN(scores[i]) ? Float.NEGATIVE_INFINITY : scores[i];
      }
    }
    Arrays.sort(rights); // the best is last
    int[] wrongs = wrongsAtEach(scores, right, rights, skip);
    double sum = 0;
    int wrong = 0;
    int first = 0;
    for (int place = 1; place <= count; place++) {
      wrong += wrongs[count - place];
      first = place == 1 ? wrong + 1 : first;
      sum += (double) place / (place + wrong);
    }
    return new Ranking(first, sum / count);
  }

  /// How many wrong ones stand right before each right one, i.e. before it but not before the next
  /// better one.
  private static int[] wrongsAtEach(float[] scores, IntPredicate right, float[] rights, int skip) {
    int[] wrongs = new int[rights.length];
    for (int i = 0; i < scores.length; i++) {
      if (i == skip || right.test(i)) {
        continue;
      }
      int beaten = atMost(rights, scores[i]);
      if (beaten > 0) {
        wrongs[beaten - 1]++;
      }
    }
    return wrongs;
  }

  /// How many of the rising numbers are not above a score.
  private static int atMost(float[] rising, float score) {
    if (Float.isNaN(score)) {
      return rising.length;
    }
    int low = 0;
    int high = rising.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rising[middle] > score) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The average precision of scores.
  ///
  /// @return NaN if none is right
  /// @throws InputException if the lengths differ
  static double averagePrecision(float[] scores, boolean[] right) {
    if (scores.length != right.length) {
      throw new InputException(scores.length + " scores need as many labels, got " + right.length);
    }
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return count == 0 ? Double.NaN : of(scores, i -> right[i], count, -1).averagePrecision();
  }
}
