package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a flat polygon into triangles, one ear after the other.
final class Ears {
  private Ears() {}

  static List<int[]> of(double[][] points) {
    int axis = flattest(points);
    int u = (axis + 1) % 3;
    int v = (axis + 2) % 3;
    int[] left = new int[points.length];
    Arrays.setAll(left, i -> i);
    int n = left.length;
    double turn = Math.signum(area(points, u, v));
    List<int[]> ears = new ArrayList<>();
    int misses = 0;
    int at = 0;
    while (n > 3 && misses < n) {
      int[] ear = {left[(at + n - 1) % n], left[at], left[(at + 1) % n]};
      if (isEar(points, left, n, ear, u, v, turn)) {
        ears.add(ear);
        System.arraycopy(left, at + 1, left, at, n - at - 1);
        n--;
        misses = 0;
      } else {
        at++;
        misses++;
      }
      at %= n;
    }
    if (n == 3) {
      ears.add(Arrays.copyOf(left, 3));
    }
    return ears;
  }

  private static int flattest(double[][] points) {
    double[] size = new double[3];
    for (int i = 0; i < 3; i++) {
      int u = (i + 1) % 3;
      int v = (i + 2) % 3;
      size[i] = Math.abs(area(points, u, v));
    }
    return size[0] >= size[1] && size[0] >= size[2] ? 0 : size[1] >= size[2] ? 1 : 2;
  }

  private static double area(double[][] points, int u, int v) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      double[] p = points[i];
      double[] q = points[(i + 1) % points.length];
      sum += p[u] * q[v] - q[u] * p[v];
    }
    return sum / 2;
  }

  private static boolean isEar(
      double[][] points, int[] left, int count, int[] ear, int u, int v, double turn) {
    if (side(points, ear[0], ear[1], ear[2], u, v) * turn <= 0) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int other = left[i];
      if (other != ear[0]
          && other != ear[1]
          && other != ear[2]
          && side(points, ear[0], ear[1], other, u, v) * turn >= 0
          && side(points, ear[1], ear[2], other, u, v) * turn >= 0
          && side(points, ear[2], ear[0], other, u, v) * turn >= 0) {
        return false;
      }
    }
    return true;
  }

  private static double side(double[][] p, int a, int b, int c, int u, int v) {
    return (p[b][u] - p[a][u]) * (p[c][v] - p[a][v]) - (p[b][v] - p[a][v]) * (p[c][u] - p[a][u]);
  }
}
