package io.github.imagebind4j.explore;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations: slow for large
/// ones, exact to the last digits.
///
/// @param values largest first
/// @param vectors `[n][n]`, that of each value, of length 1
record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int MOST_SWEEPS = 50;

  static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-22 * diagonal(a); sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -a[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new SymmetricEigen(
        Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(),
        Arrays.stream(order).mapToObj(i -> v[i]).toArray(double[][]::new));
  }

  private static double offDiagonal(double[][] a) {
    double sum = 0;
    for (int p = 0; p < a.length; p++) {
      for (int q = p + 1; q < a.length; q++) {
        sum += a[p][q] * a[p][q];
      }
    }
    return sum;
  }

  private static double diagonal(double[][] a) {
    double sum = 0;
    for (int p = 0; p < a.length; p++) {
      sum += a[p][p] * a[p][p];
    }
    return sum;
  }

  /// Turns the plane of two axes so that `a[p][q]` becomes zero (Golub and Van Loan, 8.5).
  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
    double cos = 1 / Math.hypot(1, t);
    double sin = t * cos;
    for (int i = 0; i < a.length; i++) {
      double ip = a[i][p];
      double iq = a[i][q];
      a[i][p] = cos * ip - sin * iq;
      a[i][q] = sin * ip + cos * iq;
    }
    mix(a[p], a[q], cos, sin);
    mix(v[p], v[q], cos, sin);
  }

  private static void mix(double[] p, double[] q, double cos, double sin) {
    for (int i = 0; i < p.length; i++) {
      double ip = p[i];
      double iq = q[i];
      p[i] = cos * ip - sin * iq;
      q[i] = sin * ip + cos * iq;
    }
  }
}
