package io.github.imagebind4j.explore;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Many directions on a plane: the fifty principal axes first, which takes noise away, then a
/// layout that keeps neighbours together ([NeighbourLayout]).
///
/// Immutable but for its arrays, which belong to whoever asked; safe for use by any thread.
///
/// @param places `[n][2]`, each 0 to 1; the larger side fills the square
/// @param kept the share of an item's ten nearest in the space that are among its ten nearest on
///   the map, 0 to 1
/// @param keptByAxes the same for the two principal axes alone, to compare
public record PlaneMap(float[][] places, double kept, double keptByAxes) {
  private static final int AXES = 50;
  private static final int ROWS_FOR_AXES = 10_000;
  private static final int ROWS_TO_MEASURE = 2000;
  private static final int NEAREST = 10;

  /// Makes a map.
  ///
  /// @param units `[n][d]` directions, at least one
  /// @param neighbours how many of each are held together, at least 1: few show detail, many the
  ///   large picture; 15 is usual
  /// @param seed of what is random
  /// @return the map; the same for the same rows and seed
  /// @throws InputException if there is no row or `neighbours` is less than 1
  public static PlaneMap of(float[][] units, int neighbours, long seed) {
    int axesCount = Math.min(AXES, units.length == 0 ? 1 : units[0].length);
    float[][] some = some(units, ROWS_FOR_AXES, seed);
    PrincipalAxes axes = PrincipalAxes.of(some, Math.max(2, axesCount), seed);
    float[][] reduced = axes.project(units);
    Neighbours near = Neighbours.of(reduced, neighbours);
    float[][] laid = NeighbourLayout.of(near, reduced, seed);
    int[] measured = drawn(units.length, ROWS_TO_MEASURE, seed);
    float[][] flat =
        Arrays.stream(reduced).map(row -> Arrays.copyOf(row, 2)).toArray(float[][]::new);
    int[][] truth = nearest(reduced, measured);
    return new PlaneMap(
        intoSquare(laid),
        share(truth, nearest(laid, measured)),
        share(truth, nearest(flat, measured)));
  }

  private static float[][] some(float[][] rows, int most, long seed) {
    return Arrays.stream(drawn(rows.length, most, seed))
        .mapToObj(i -> rows[i])
        .toArray(float[][]::new);
  }

  private static int[] drawn(int count, int most, long seed) {
    return count <= most
        ? IntStream.range(0, count).toArray()
        : new SplittableRandom(seed).ints(0, count).distinct().limit(most).sorted().toArray();
  }

  private static int[][] nearest(float[][] points, int[] rows) {
    return Neighbours.of(points, rows, NEAREST).rows();
  }

  private static double share(int[][] truth, int[][] there) {
    long kept = 0;
    long all = 0;
    for (int i = 0; i < truth.length; i++) {
      int[] sorted = there[i].clone();
      Arrays.sort(sorted);
      kept += Arrays.stream(truth[i]).filter(row -> Arrays.binarySearch(sorted, row) >= 0).count();
      all += truth[i].length;
    }
    return all == 0 ? 1 : (double) kept / all;
  }

  private static float[][] intoSquare(float[][] places) {
    float[] least = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
    float[] most = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (float[] place : places) {
      for (int d = 0; d < 2; d++) {
        least[d] = Math.min(least[d], place[d]);
        most[d] = Math.max(most[d], place[d]);
      }
    }
    float side = Math.max(most[0] - least[0], most[1] - least[1]);
    float[][] fitted = new float[places.length][2];
    for (int i = 0; i < places.length; i++) {
      for (int d = 0; d < 2; d++) {
        float middle = (least[d] + most[d]) / 2;
        fitted[i][d] = side > 0 ? Math.clamp(0.5f + (places[i][d] - middle) / side, 0, 1) : 0.5f;
      }
    }
    return fitted;
  }
}
