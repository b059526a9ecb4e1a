package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.TextHash;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// How many groups fit best: as many as are clearest in comparison with rows that have none,
/// normally distributed and as widely spread along each principal axis (the gap statistic of
/// Tibshirani, Walther and Hastie 2001, with the silhouette in place of the sum of squares). The
/// silhouette alone would not do: two halves of anything are clear, and so are very many small
/// groups.
///
/// For one thread.
final class GroupCount {
  private static final int ROWS = 2000;
  private static final int AXES = 64;
  private static final double LEAST_GAIN = 0.02;

  private final float[][] rows;
  private final float[][] reference;
  private final long seed;
  private final Map<Integer, Double> gains = new TreeMap<>();

  private GroupCount(float[][] rows, float[][] reference, long seed) {
    this.rows = rows;
    this.reference = reference;
    this.seed = seed;
  }

  /// @return 1 where nothing tells the rows apart
  static int of(float[][] units, int most, long seed) {
    float[][] some = some(units, seed);
    PrincipalAxes axes = PrincipalAxes.of(some, Math.min(AXES, some[0].length), seed);
    float[][] places = axes.project(some);
    float[] origin = axes.project(new float[some[0].length]);
    double rest = axes.meanSquare();
    for (float x : origin) {
      rest -= (double) x * x;
    }
    float height = (float) Math.sqrt(Math.max(0, rest)); // of the mean above the axes' space
    GroupCount count =
        new GroupCount(
            onSphere(places, origin, height),
            onSphere(shapeless(places, seed), origin, height),
            seed);
    return count.best(Math.min(most, some.length - 1));
  }

  private static float[][] some(float[][] units, long seed) {
    if (units.length <= ROWS) {
      return units;
    }
    return new SplittableRandom(seed)
        .ints(0, units.length)
        .distinct()
        .limit(ROWS)
        .sorted()
        .mapToObj(i -> units[i])
        .toArray(float[][]::new);
  }

  /// Normally distributed places, as widely spread along each axis.
  private static float[][] shapeless(float[][] places, long seed) {
    SplittableRandom random = new SplittableRandom(TextHash.mixed(seed));
    int count = places[0].length;
    double[] spread = new double[count];
    for (float[] row : places) {
      for (int a = 0; a < count; a++) {
        spread[a] += (double) row[a] * row[a] / places.length;
      }
    }
    float[][] drawn = new float[places.length][count];
    for (float[] row : drawn) {
      for (int a = 0; a < count; a++) {
        row[a] = (float) (Math.sqrt(spread[a]) * random.nextGaussian());
      }
    }
    return drawn;
  }

  /// The rows that have these places on the axes, in fewer dimensions: the same angles.
  private static float[][] onSphere(float[][] places, float[] origin, float height) {
    float[][] rows = new float[places.length][];
    for (int i = 0; i < rows.length; i++) {
      float[] row = Arrays.copyOf(places[i], origin.length + 1);
      for (int a = 0; a < origin.length; a++) {
        row[a] -= origin[a];
      }
      row[origin.length] = height;
      rows[i] = Similarity.normalize(row);
    }
    return rows;
  }

  /// Tries numbers about a fifth apart, then those around the best.
  private int best(int most) {
    int best = 1;
    double largest = LEAST_GAIN;
    for (int k = 2; k <= most; k = Math.max(k + 1, k * 6 / 5)) {
      double gain = gain(k);
      if (gain > largest) {
        largest = gain;
        best = k;
      }
    }
    int from = best - best / 6;
    int to = Math.min(most, best + best / 5);
    for (int k = from; best > 1 && k <= to; k += Math.max(1, (to - from) / 6)) {
      double gain = gain(k);
      if (gain > largest) {
        largest = gain;
        best = k;
      }
    }
    return best;
  }

  private double gain(int k) {
    return gains.computeIfAbsent(k, _ -> silhouette(rows, k) - silhouette(reference, k));
  }

  private double silhouette(float[][] units, int k) {
    SphericalKMeans groups = SphericalKMeans.of(units, k, seed);
    return groups.count() < k ? 0 : groups.silhouette(units); // fewer differ than were asked for
  }
}
