package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The nearest rows of each of many rows: exact, by comparing all with all, block by block and on
/// all cores. 100,000 rows of 50 numbers take about a minute on two.
///
/// Immutable but for its arrays, which belong to whoever asked; safe for use by any thread.
///
/// @param rows `[n][k]`: which, nearest first, equally near ones in their order; never the row
///   itself
/// @param distances `[n][k]`: Euclidean
public record Neighbours(int[][] rows, float[][] distances) {
  private static final int BLOCK = 256;

  /// Finds them.
  ///
  /// @param points `[n][d]`
  /// @param k how many, at least 1; fewer if there are not so many others
  /// @return the neighbours
  /// @throws InputException if `k` is less than 1
  public static Neighbours of(float[][] points, int k) {
    return of(points, IntStream.range(0, points.length).toArray(), k);
  }

  /// Finds those of some rows, among all.
  static Neighbours of(float[][] points, int[] of, int k) {
    if (k < 1) {
      throw new InputException("neighbours need k of at least 1, got " + k);
    }
    int n = points.length;
    int most = Math.min(k, Math.max(0, n - 1));
    int blocks = (n + BLOCK - 1) / BLOCK;
    float[][] columns = new float[blocks][];
    for (int b = 0; b < blocks; b++) {
      columns[b] = Products.columns(points, b * BLOCK, Math.min(n, (b + 1) * BLOCK));
    }
    float[] squares = new float[n];
    for (int i = 0; i < n; i++) {
      squares[i] = (float) Similarity.dot(points[i], points[i]);
    }
    int[][] rows = new int[of.length][];
    float[][] distances = new float[of.length][];
    IntStream.range(0, of.length)
        .parallel()
        .forEach(i -> {
          int[] nearest = nearest(points, columns, squares, of[i], most);
          float[] exact = new float[nearest.length];
          sort(points, of[i], nearest, exact);
          rows[i] = nearest;
          distances[i] = exact;
        });
    return new Neighbours(rows, distances);
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      double difference = a[d] - (double) b[d];
      sum += difference * difference;
    }
    return sum;
  }

  private static int[] nearest(
      float[][] points, float[][] columns, float[] squares, int row, int most) {
    int[] best = new int[most];
    float[] far = new float[most];
    Arrays.fill(far, Float.POSITIVE_INFINITY);
    float[] products = new float[BLOCK];
    for (int b = 0; b < columns.length && most > 0; b++) {
      int from = b * BLOCK;
      int count = Math.min(points.length - from, BLOCK);
      Products.times(points[row], columns[b], count, products);
      for (int j = 0; j < count; j++) {
        // Without the row's own square, which is the same for all.
        float distance = squares[from + j] - 2 * products[j];
        if (distance < far[most - 1] && from + j != row) {
          insert(best, far, from + j, distance);
        }
      }
    }
    return best;
  }

  private static void insert(int[] best, float[] far, int candidate, float distance) {
    int at = best.length - 1;
    while (at > 0 && far[at - 1] > distance) {
      far[at] = far[at - 1];
      best[at] = best[at - 1];
      at--;
    }
    far[at] = distance;
    best[at] = candidate;
  }

  /// Small distances are lost in the difference of large numbers, so those found are computed anew.
  private static void sort(float[][] points, int row, int[] nearest, float[] exact) {
    record Near(int row, double distance) {}
    Near[] found =
        Arrays.stream(nearest)
            .mapToObj(
                other -> new Near(other, Math.sqrt(squaredDistance(points[row], points[other]))))
            .sorted((a, b) ->
                a.distance == b.distance
                    ? Integer.compare(a.row, b.row)
                    : Double.compare(a.distance, b.distance))
            .toArray(Near[]::new);
    for (int i = 0; i < found.length; i++) {
      nearest[i] = found[i].row;
      exact[i] = (float) found[i].distance;
    }
  }
}
