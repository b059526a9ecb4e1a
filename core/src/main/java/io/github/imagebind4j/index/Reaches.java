package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many standard deviations above the mean the best hundredth of one modality's items usually
/// lies for queries of another.
///
/// Immutable and safe for use by any thread.
///
/// @param table by the query's modality, then the items'
record Reaches(Map<Modality, Map<Modality, Double>> table) {
  /// Queries tried for each modality.
  private static final int QUERIES = 32;

  static Reaches learn(Map<Modality, FairRanking.Sample> samples) {
    Map<Modality, Map<Modality, Double>> table = new LinkedHashMap<>();
    double sum = 0;
    double weight = 0;
    for (Map.Entry<Modality, FairRanking.Sample> from : samples.entrySet()) {
      Map<Modality, Double> row = new LinkedHashMap<>();
      for (Map.Entry<Modality, FairRanking.Sample> to : samples.entrySet()) {
        double reach = learn(from.getValue(), to.getValue());
        row.put(to.getKey(), reach);
        sum += to.getValue().units().size() * reach;
        weight += to.getValue().units().size();
      }
      table.put(from.getKey(), row);
    }
    double usual = weight == 0 ? Cosines.NORMAL_REACH : sum / weight;
    for (Map<Modality, Double> row : table.values()) {
      samples.forEach((to, sample) -> {
        double items = sample.units().size();
        double own = row.getOrDefault(to, usual);
        row.put(
            to,
            (items * own + Cosines.PRIOR_REACH_ITEMS * usual)
                / (items + Cosines.PRIOR_REACH_ITEMS));
      });
    }
    return new Reaches(table);
  }

  /// The median over some queries.
  private static double learn(FairRanking.Sample from, FairRanking.Sample to) {
    double[] reaches =
        from.units().entrySet().stream()
            .limit(QUERIES)
            .mapToDouble(query -> reach(query.getKey(), query.getValue(), to))
            .sorted()
            .toArray();
    return reaches[reaches.length / 2];
  }

  private static double reach(String id, float[] unit, FairRanking.Sample to) {
    return Cosines.of(unit, to).without(id).reach();
  }

  /// For a query that is a sum.
  ///
  /// @param terms how much of it is of which modality
  double of(Map<Modality, Double> terms, Modality items) {
    double sum = 0;
    double weight = 0;
    for (Map.Entry<Modality, Double> term : terms.entrySet()) {
      sum += term.getValue() * of(term.getKey(), items);
      weight += term.getValue();
    }
    return weight > 0 ? sum / weight : Cosines.NORMAL_REACH;
  }

  /// For a modality that was not seen, what the others reach across.
  private double of(Modality query, Modality items) {
    Map<Modality, Double> row = table.get(query);
    if (row != null) {
      return row.getOrDefault(items, Cosines.NORMAL_REACH);
    }
    List<Double> across =
        table.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(items))
            .map(entry -> entry.getValue().getOrDefault(items, Cosines.NORMAL_REACH))
            .toList();
    if (across.isEmpty()) {
      return table.getOrDefault(items, Map.of()).getOrDefault(items, Cosines.NORMAL_REACH);
    }
    return across.stream().mapToDouble(Double::doubleValue).average().orElse(Cosines.NORMAL_REACH);
  }
}
