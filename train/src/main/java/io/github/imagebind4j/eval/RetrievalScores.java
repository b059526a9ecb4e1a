package io.github.imagebind4j.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a search found, and what one without any knowledge would find on average.
///
/// Immutable and safe for use by any thread.
///
/// @param queries how many searched
/// @param left how many had no partner and are not counted
/// @param targets among how many each searched
/// @param found the figures
/// @param chance what a random order gives on average, exactly
public record RetrievalScores(int queries, int left, int targets, Rates found, Rates chance) {

  /// The figures of a search.
  ///
  /// @param recallAt1 the share of the queries with a partner in first place, 0 to 1
  /// @param recallAt5 the share with one among the first five
  /// @param recallAt10 the share with one among the first ten
  /// @param meanReciprocalRank the mean of 1 / the first partner's place
  /// @param medianRank half of the queries find their first partner at this place or before
  /// @param meanAveragePrecision the mean over the queries of their average precision, which counts
  ///   all partners
  public record Rates(
      double recallAt1,
      double recallAt5,
      double recallAt10,
      double meanReciprocalRank,
      double medianRank,
      double meanAveragePrecision) {

    /// The figures by their names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("recall_at_1", recallAt1);
      map.put("recall_at_5", recallAt5);
      map.put("recall_at_10", recallAt10);
      map.put("mrr", meanReciprocalRank);
      map.put("median_rank", medianRank);
      map.put("map", meanAveragePrecision);
      return map;
    }
  }

  /// The scores by their names in JSON.
  ///
  /// @return a fresh map
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("queries", queries);
    map.put("queries_without_partner", left);
    map.put("targets", targets);
    map.putAll(found.toMap());
    map.put("chance", chance.toMap());
    return map;
  }

  /// Sums up.
  ///
  /// @param ranks the first partner's place of each query
  /// @param precisions the average precision of each query
  /// @param partners how many partners each query has; those with none are left out
  /// @param targets how many were searched
  static RetrievalScores of(int[] ranks, double[] precisions, int[] partners, int targets) {
    int[] counted = new int[ranks.length];
    int queries = 0;
    double precision = 0;
    Map<Integer, Integer> byPartners = new HashMap<>();
    for (int q = 0; q < ranks.length; q++) {
      if (partners[q] > 0) {
        counted[queries++] = ranks[q];
        precision += precisions[q];
        byPartners.merge(partners[q], 1, Integer::sum);
      }
    }
    int[] places = Arrays.copyOf(counted, queries);
    Arrays.sort(places);
    Rates found =
        new Rates(
            within(places, 1),
            within(places, 5),
            within(places, 10),
            Arrays.stream(places).mapToDouble(place -> 1.0 / place).sum() / queries,
            places[(queries - 1) / 2],
            precision / queries);
    return new RetrievalScores(
        queries, ranks.length - queries, targets, found, Chance.rates(byPartners, targets));
  }

  private static double within(int[] places, int k) {
    return (double) Arrays.stream(places).filter(place -> place <= k).count() / places.length;
  }
}
