package io.github.imagebind4j.eval;

import java.util.Map;

/// What a random order of the targets gives on average: exact, by the probability that the first of
/// R right ones among N stands at place r.
final class Chance {
  private Chance() {}

  /// The average over queries.
  ///
  /// @param byPartners how many queries have so many partners
  /// @param targets how many are searched, at least as many as any query has partners
  static RetrievalScores.Rates rates(Map<Integer, Integer> byPartners, int targets) {
    double[] first = new double[targets + 1]; // the probability of each place of the first partner
    double precision = 0;
    double harmonic = 0;
    for (int r = 1; r <= targets; r++) {
      harmonic += 1.0 / r;
    }
    int queries = byPartners.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<Integer, Integer> entry : byPartners.entrySet()) {
      double weight = (double) entry.getValue() / queries;
      addFirst(first, entry.getKey(), targets, weight);
      precision += weight * averagePrecision(entry.getKey(), targets, harmonic);
    }
    double reciprocal = 0;
    double total = 0;
    int median = 0;
    for (int r = 1; r <= targets; r++) {
      reciprocal += first[r] / r;
      total += first[r];
      median = median == 0 && total >= 0.5 - 1e-12 ? r : median;
    }
    return new RetrievalScores.Rates(
        upTo(first, 1), upTo(first, 5), upTo(first, 10), reciprocal, median, precision);
  }

  private static void addFirst(double[] first, int partners, int targets, double weight) {
    double none = 1; // none so far
    for (int r = 1; r <= targets - partners + 1; r++) {
      double here = (double) partners / (targets - r + 1);
      first[r] += weight * none * here;
      none *= 1 - here;
    }
  }

  private static double upTo(double[] first, int k) {
    double sum = 0;
    for (int r = 1; r <= Math.min(k, first.length - 1); r++) {
      sum += first[r];
    }
    return Math.min(1, sum);
  }

  /// The expected average precision of `partners` right ones among `targets` in random order.
  ///
  /// A right one stands at place i with probability R/N; of the i - 1 before it (R-1)/(N-1) are
  /// right on average; so the sum over i of (1 + (i-1)(R-1)/(N-1)) / i, divided by N.
  static double averagePrecision(int partners, int targets, double harmonic) {
    if (targets == 1) {
      return 1;
    }
    double others = (partners - 1.0) / (targets - 1.0);
    return (harmonic + others * (targets - harmonic)) / targets;
  }
}
