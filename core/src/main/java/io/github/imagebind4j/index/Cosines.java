package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Similarity;
import java.util.LinkedHashMap;
import java.util.Map;

/// A query's cosines to a sample, and the sums over them.
///
/// @param each by the items' ids
/// @param count how many
/// @param sum of them
/// @param squares the sum of their squares
record Cosines(Map<String, Double> each, int count, double sum, double squares) {
  static final Cosines NONE = new Cosines(Map.of(), 0, 0, 0);

  /// How many items the spread of the other modalities counts as.
  private static final double PRIOR_ITEMS = 8;

  /// No spread is smaller: a modality whose items are all the same says nothing.
  private static final double LEAST_SPREAD = 1e-3;

  /// How many items a usual reach counts as, against one's own.
  static final double PRIOR_REACH_ITEMS = 50;

  static final double NORMAL_REACH = 2.33;
  private static final double LEAST_REACH = 0.5;
  private static final double BEST = 0.99;

  static Cosines of(float[] unit, FairRanking.Sample sample) {
    Map<String, Double> each = new LinkedHashMap<>();
    double sum = 0;
    double squares = 0;
    for (Map.Entry<String, float[]> item : sample.units().entrySet()) {
      double cosine = Similarity.dot(unit, item.getValue());
      each.put(item.getKey(), cosine);
      sum += cosine;
      squares += cosine * cosine;
    }
    return new Cosines(each, each.size(), sum, squares);
  }

  /// An item is no background of its own.
  Cosines without(String id) {
    Double own = each.get(id);
    if (own == null) {
      return this;
    }
    Map<String, Double> others = new LinkedHashMap<>(each);
    others.remove(id);
    return new Cosines(others, count - 1, sum - own, squares - own * own);
  }

  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  double variance() {
    return count < 2 ? 0 : Math.max(0, (squares - sum * sum / count) / (count - 1));
  }

  /// How many standard deviations above the mean the best hundredth lies; of a normal distribution
  /// 2.33.
  double reach() {
    double spread = Math.sqrt(variance());
    if (count < 2 || spread == 0) {
      return NORMAL_REACH;
    }
    double[] sorted = each.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double best = sorted[(int) Math.min(sorted.length - 1, Math.floor(BEST * sorted.length))];
    return Math.max(LEAST_REACH, (best - mean()) / spread);
  }

  /// @param prior the variance that is usual among the modalities
  /// @param usual the reach that is usual for such queries, in standard deviations
  /// @param own this query's
  Background background(double prior, double usual, double own) {
    double shrunk = (count * variance() + PRIOR_ITEMS * prior) / (count + PRIOR_ITEMS);
    double known = (count * own + PRIOR_REACH_ITEMS * usual) / (count + PRIOR_REACH_ITEMS);
    double reach = Math.sqrt(usual * known);
    return new Background(mean(), reach * Math.max(LEAST_SPREAD, Math.sqrt(shrunk)));
  }
}
