package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Similarity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How close the embeddings of one modality in one number format are to those in fp32: vector by
/// vector, and in what they are for, finding neighbours.
///
/// @param items how many
/// @param minCosine the worst item's cosine to itself in fp32
/// @param p1Cosine 99 % of the items have at least this
/// @param meanCosine the mean
/// @param sameNearest the share of the items whose nearest neighbour is the same, or one that is
///   exactly as near in fp32; NaN for a single item
/// @param neighbours how many neighbours `overlap` looks at: 10, or all others if there are fewer
/// @param overlap the mean share of the nearest `neighbours` that are the same; NaN for a single
///   item
/// @param worstLoss how much farther, as a difference of fp32 cosines, a new nearest neighbour is
///   than the old one, at most; NaN for a single item
record Fidelity(
    int items,
    double minCosine,
    double p1Cosine,
    double meanCosine,
    double sameNearest,
    int neighbours,
    double overlap,
    double worstLoss) {
  private static final int MOST_NEIGHBOURS = 10;

  /// What became of one item's neighbours.
  private record Neighbours(boolean same, double overlap, double loss) {}

  /// Compares two lists of vectors of the same items in the same order.
  ///
  /// @param exact in fp32, at least one
  /// @param tested in the other format
  static Fidelity of(List<float[]> exact, List<float[]> tested) {
    int count = exact.size();
    double[] cosines =
        IntStream.range(0, count)
            .mapToDouble(i -> Similarity.cosine(exact.get(i), tested.get(i)))
            .sorted()
            .toArray();
    int neighbours = Math.min(MOST_NEIGHBOURS, count - 1);
    double mean = Arrays.stream(cosines).average().orElseThrow();
    double p1 = cosines[(int) Math.floor(0.01 * (count - 1))];
    if (neighbours == 0) {
      return new Fidelity(count, cosines[0], p1, mean, Double.NaN, 0, Double.NaN, Double.NaN);
    }
    List<float[]> exactUnits = exact.stream().map(Similarity::normalize).toList();
    List<float[]> testedUnits = tested.stream().map(Similarity::normalize).toList();
    List<Neighbours> all =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i ->
                neighbours(similarities(exactUnits, i), similarities(testedUnits, i), neighbours))
            .toList();
    return new Fidelity(
        count,
        cosines[0],
        p1,
        mean,
        all.stream().mapToDouble(item -> item.same() ? 1 : 0).average().orElseThrow(),
        neighbours,
        all.stream().mapToDouble(Neighbours::overlap).average().orElseThrow(),
        all.stream().mapToDouble(Neighbours::loss).max().orElseThrow());
  }

  /// To all items; to itself lower than anything.
  private static double[] similarities(List<float[]> units, int item) {
    double[] all = new double[units.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i == item ? Double.NEGATIVE_INFINITY : Similarity.dot(units.get(item), units.get(i));
    }
    return all;
  }

  private static Neighbours neighbours(double[] exact, double[] tested, int count) {
    int[] before = nearest(exact, count);
    int[] after = nearest(tested, count);
    double loss = exact[before[0]] - exact[after[0]];
    // Copies of a file are equally near: any of them will do.
    double farthest = exact[before[count - 1]];
    long kept = Arrays.stream(after).filter(i -> exact[i] >= farthest).count();
    return new Neighbours(loss == 0, (double) kept / count, loss);
  }

  private static int[] nearest(double[] similarities, int count) {
    return IntStream.range(0, similarities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(similarities[b], similarities[a]))
        .mapToInt(Integer::intValue)
        .limit(count)
        .toArray();
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("items", items);
    map.put("cosine_min", minCosine);
    map.put("cosine_p1", p1Cosine);
    map.put("cosine_mean", meanCosine);
    if (neighbours > 0) {
      map.put("nearest_unchanged", sameNearest);
      map.put("nearest_worst_loss", worstLoss);
      map.put("neighbours", neighbours);
      map.put("neighbours_overlap", overlap);
    }
    return map;
  }
}
