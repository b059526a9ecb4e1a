package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.TextHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Groups of directions: k-means on the unit sphere (Dhillon and Modha 2001), begun by k-means++
/// (Arthur and Vassilvitskii 2007). Each row belongs to the centre of the largest cosine.
///
/// Immutable and safe for use by any thread.
public final class SphericalKMeans {
  private static final int MOST_ROUNDS = 60;
  private static final int STARTS = 3;

  /// Where a row belongs.
  ///
  /// @param group from 0
  /// @param cosine to the group's centre
  /// @param second to the next nearest centre; -1 if there is no other
  public record Place(int group, double cosine, double second) {
    /// How clearly a row belongs to its group: the simplified silhouette (Hruschka and others
    /// 2004), in cosine distances.
    ///
    /// @return 0, as near to another, to 1
    public double silhouette() {
      double own = Math.max(0, 1 - cosine);
      double other = Math.max(0, 1 - second);
      return other <= 0 ? 0 : Math.max(0, (other - own) / other);
    }
  }

  private final float[][] centres;
  private final float[] columns;

  private SphericalKMeans(float[][] centres) {
    this.centres = centres;
    this.columns = Products.columns(centres, 0, centres.length);
  }

  /// Finds groups: the best of three starts.
  ///
  /// @param units `[n][d]` unit vectors, at least one; a zero vector belongs anywhere
  /// @param k how many groups, at least 1; fewer come out if there are fewer different directions
  /// @param seed of the starts
  /// @return the groups
  /// @throws InputException if there is no row, or `k` is less than 1
  public static SphericalKMeans of(float[][] units, int k, long seed) {
    if (units.length == 0 || k < 1) {
      throw new InputException(
          "groups need an item and k of at least 1, got " + units.length + " items and k " + k);
    }
    List<Fit> fits = new ArrayList<>();
    for (int start = 0; start < STARTS; start++) {
      fits.add(fit(units, k, new SplittableRandom(TextHash.mixed(seed + start))));
    }
    Fit best = fits.getFirst();
    for (Fit fit : fits) {
      best = fit.sum > best.sum + 1e-9 ? fit : best;
    }
    return best.groups;
  }

  /// Finds as many groups as fit best: of 2, 3, 4 … groups those whose mean silhouette is the most
  /// above that of rows without groups (the gap statistic). At most 2,000 rows judge that, and all
  /// of them make the groups.
  ///
  /// @param units `[n][d]` unit vectors, at least one
  /// @param most how many groups there may be, at least 1
  /// @param seed of the starts
  /// @return the groups; a single one where nothing tells the rows apart
  /// @throws InputException if there is no row, or `most` is less than 1
  public static SphericalKMeans best(float[][] units, int most, long seed) {
    return of(units, units.length < 3 ? Math.min(most, 1) : GroupCount.of(units, most, seed), seed);
  }

  private record Fit(SphericalKMeans groups, double sum) {}

  private static Fit fit(float[][] units, int k, SplittableRandom random) {
    SphericalKMeans groups = new SphericalKMeans(start(units, k, random));
    Place[] places = groups.places(units);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      SphericalKMeans moved = new SphericalKMeans(groups.moved(units, places));
      Place[] next = moved.places(units);
      boolean same = same(places, next);
      groups = moved;
      places = next;
      if (same) {
        break;
      }
    }
    return new Fit(groups, Arrays.stream(places).mapToDouble(Place::cosine).sum());
  }

  private static boolean same(Place[] before, Place[] after) {
    for (int i = 0; i < before.length; i++) {
      if (before[i].group != after[i].group) {
        return false;
      }
    }
    return true;
  }

  /// Each further centre is the best of a few rows, drawn with a chance that grows with the
  /// distance from those there are ("greedy k-means++"); when none is away from them all, there are
  /// enough.
  private static float[][] start(float[][] units, int k, SplittableRandom random) {
    List<float[]> centres = new ArrayList<>();
    centres.add(units[random.nextInt(units.length)].clone());
    double[] distance = new double[units.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    distance = nearer(distance, units, centres.getFirst());
    int tries = 2 + (int) Math.log(k);
    while (centres.size() < k && Arrays.stream(distance).anyMatch(away -> away > 0)) {
      double[] best = distance;
      double least = Double.POSITIVE_INFINITY;
      float[] centre = units[0];
      for (int t = 0; t < tries; t++) {
        float[] candidate = units[drawn(distance, random)];
        double[] with = nearer(distance, units, candidate);
        double sum = Arrays.stream(with).sum();
        if (sum < least) {
          least = sum;
          best = with;
          centre = candidate;
        }
      }
      centres.add(centre.clone());
      distance = best;
    }
    return centres.toArray(float[][]::new);
  }

  /// How far rows are from the nearest centre, with one more.
  private static double[] nearer(double[] distance, float[][] units, float[] centre) {
    double[] with = new double[distance.length];
    IntStream.range(0, units.length)
        .parallel()
        .forEach(i -> with[i] = Math.min(distance[i], away(1 - Similarity.dot(units[i], centre))));
    return with;
  }

  private static double away(double distance) {
    return distance < 1e-6 ? 0 : distance;
  }

  /// @param chances at least one above 0
  private static int drawn(double[] chances, SplittableRandom random) {
    double at = random.nextDouble() * Arrays.stream(chances).sum();
    int last = 0;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        last = i;
        at -= chances[i];
        if (at < 0) {
          return i;
        }
      }
    }
    return last;
  }

  /// Each centre as the mean direction of its rows; one that lost all of them goes to the row that
  /// is worst off.
  private float[][] moved(float[][] units, Place[] places) {
    double[][] sums = new double[centres.length][units[0].length];
    int[] counts = new int[centres.length];
    for (int i = 0; i < units.length; i++) {
      double[] sum = sums[places[i].group];
      counts[places[i].group]++;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += units[i][d];
      }
    }
    boolean[] taken = new boolean[units.length];
    float[][] moved = new float[centres.length][];
    for (int c = 0; c < moved.length; c++) {
      float[] mean = new float[units[0].length];
      double norm = Math.sqrt(Arrays.stream(sums[c]).map(x -> x * x).sum());
      for (int d = 0; d < mean.length; d++) {
        mean[d] = norm > 1e-9 ? (float) (sums[c][d] / norm) : 0;
      }
      moved[c] = counts[c] > 0 ? mean : units[worstOff(places, taken)].clone();
    }
    return moved;
  }

  private static int worstOff(Place[] places, boolean[] taken) {
    int worst = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < places.length; i++) {
      if (!taken[i] && places[i].cosine < least) {
        least = places[i].cosine;
        worst = i;
      }
    }
    taken[worst] = true;
    return worst;
  }

  /// How many groups there are.
  ///
  /// @return at least 1
  public int count() {
    return centres.length;
  }

  /// The mean direction of a group.
  ///
  /// @param group from 0
  /// @return a fresh unit vector; zero if its rows are all zero
  public float[] centre(int group) {
    return centres[group].clone();
  }

  /// Where a direction belongs.
  ///
  /// @param unit a unit vector; not only of those that the groups were found in
  /// @return its group, the first of equally near ones
  public Place place(float[] unit) {
    return place(unit, new float[centres.length]);
  }

  private Place place(float[] unit, float[] cosines) {
    Products.times(unit, columns, centres.length, cosines);
    int best = 0;
    double second = -1;
    for (int c = 1; c < cosines.length; c++) {
      if (cosines[c] > cosines[best]) {
        second = cosines[best];
        best = c;
      } else {
        second = Math.max(second, cosines[c]);
      }
    }
    return new Place(best, Math.clamp(cosines[best], -1, 1), Math.clamp(second, -1, 1));
  }

  /// Where many directions belong.
  ///
  /// @param units `[n][d]`
  /// @return a place each
  public Place[] places(float[][] units) {
    Place[] places = new Place[units.length];
    IntStream.range(0, units.length).parallel().forEach(i -> places[i] = place(units[i]));
    return places;
  }

  /// How clearly the rows fall into these groups.
  ///
  /// @param units `[n][d]`
  /// @return the mean silhouette, 0 to 1; 0 for a single group
  public double silhouette(float[][] units) {
    return centres.length < 2
        ? 0
        : Arrays.stream(places(units)).mapToDouble(Place::silhouette).average().orElse(0);
  }
}
