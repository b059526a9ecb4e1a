package io.github.imagebind4j.explore;

import java.util.Arrays;

/// Who is whose neighbour, and how strongly: UMAP's fuzzy graph. Each row measures distances in
/// terms of its own neighbourhood, so that dense and thin regions count alike; two rows' views of
/// one another are joined as probabilities are.
///
/// @param from a row of each pair, both directions of a pair being there
/// @param to the other
/// @param weights 0 to 1
record NeighbourGraph(int[] from, int[] to, double[] weights) {
  private static final int BISECTIONS = 64;
  private static final double LEAST_SCALE = 1e-3; // of the mean distance

  static NeighbourGraph of(Neighbours neighbours) {
    int n = neighbours.rows().length;
    int pairs = Arrays.stream(neighbours.rows()).mapToInt(row -> row.length).sum();
    double meanOfAll = mean(neighbours.distances());
    long[] keys = new long[2 * pairs]; // both directions: of each own view and the other's
    double[] views = new double[pairs];
    int e = 0;
    for (int i = 0; i < n; i++) {
      double[] own = view(neighbours.distances()[i], meanOfAll);
      for (int j = 0; j < own.length; j++) {
        int other = neighbours.rows()[i][j];
        views[e] = own[j];
        keys[e] = key(i, other);
        keys[pairs + e] = key(other, i);
        e++;
      }
    }
    return joined(keys, views, pairs);
  }

  private static long key(int i, int j) {
    return (long) i << 32 | j;
  }

  private static NeighbourGraph joined(long[] keys, double[] views, int pairs) {
    long[] there = Arrays.copyOf(keys, pairs);
    double[] strength = sortedTogether(there, views);
    Arrays.sort(keys);
    int count = 0;
    int[] from = new int[keys.length];
    int[] to = new int[keys.length];
    double[] weights = new double[keys.length];
    for (int i = 0; i < keys.length; i++) {
      if (i > 0 && keys[i] == keys[i - 1]) {
        continue;
      }
      from[count] = (int) (keys[i] >> 32);
      to[count] = (int) keys[i];
      double a = strengthOf(there, strength, keys[i]);
      double b = strengthOf(there, strength, key(to[count], from[count]));
      weights[count] = a + b - a * b;
      count++;
    }
    return new NeighbourGraph(
        Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(weights, count));
  }

  /// Sorts the keys of each row; they are in the order of rows already.
  private static double[] sortedTogether(long[] keys, double[] views) {
    double[] sorted = new double[views.length];
    int start = 0;
    while (start < keys.length) {
      int end = start;
      while (end < keys.length && keys[end] >> 32 == keys[start] >> 32) {
        end++;
      }
      long[] before = Arrays.copyOfRange(keys, start, end);
      Arrays.sort(keys, start, end);
      for (int i = 0; i < before.length; i++) {
        sorted[Arrays.binarySearch(keys, start, end, before[i])] = views[start + i];
      }
      start = end;
    }
    return sorted;
  }

  private static double strengthOf(long[] keys, double[] strength, long key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? 0 : strength[at];
  }

  /// How strongly a row feels its neighbours: the nearest fully, the others falling off so that all
  /// together make `log2(k)`.
  private static double[] view(float[] distances, double meanOfAll) {
    double nearest = 0;
    for (int i = distances.length - 1; i >= 0; i--) {
      nearest = distances[i] > 0 ? distances[i] : nearest;
    }
    double target = Math.log(distances.length + 1.0) / Math.log(2);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double scale = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      if (sum(distances, nearest, scale) > target) {
        high = scale;
        scale = (low + high) / 2;
      } else {
        low = scale;
        scale = Double.isInfinite(high) ? scale * 2 : (low + high) / 2;
      }
    }
    double mean = nearest > 0 ? mean(distances) : meanOfAll;
    scale = Math.max(scale, Math.max(LEAST_SCALE * mean, Float.MIN_NORMAL));
    double[] view = new double[distances.length];
    for (int i = 0; i < view.length; i++) {
      view[i] = felt(distances[i], nearest, scale);
    }
    return view;
  }

  private static double felt(double distance, double nearest, double scale) {
    return Math.exp(-Math.max(0, distance - nearest) / scale);
  }

  private static double sum(float[] distances, double nearest, double scale) {
    double sum = 0;
    for (float distance : distances) {
      sum += felt(distance, nearest, scale);
    }
    return sum;
  }

  private static double mean(float[]... rows) {
    return Arrays.stream(rows)
        .mapToDouble(row -> {
          double sum = 0;
          for (float distance : row) {
            sum += distance;
          }
          return row.length == 0 ? 0 : sum / row.length;
        })
        .average()
        .orElse(0);
  }
}
