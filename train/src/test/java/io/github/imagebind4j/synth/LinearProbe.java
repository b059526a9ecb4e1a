package io.github.imagebind4j.synth;

/// A linear classifier by ridge regression onto one-hot classes, in its dual form.
final class LinearProbe {
  private final double[][] seen;
  private final double[][] weights;
  private final double[] mean;
  private final double[] scale;

  LinearProbe(double[][] features, int[] classes, int classCount, double ridge) {
    int n = features.length;
    int d = features[0].length;
    mean = new double[d];
    scale = new double[d];
    for (double[] row : features) {
      for (int j = 0; j < d; j++) {
        mean[j] += row[j] / n;
      }
    }
    for (double[] row : features) {
      for (int j = 0; j < d; j++) {
        scale[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / n;
      }
    }
    for (int j = 0; j < d; j++) {
      scale[j] = 1 / Math.sqrt((scale[j] + 1e-9) * d);
    }
    seen = new double[n][];
    for (int i = 0; i < n; i++) {
      seen[i] = normal(features[i]);
    }
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        kernel[i][j] = dot(seen[i], seen[j]) + (i == j ? ridge : 0) + 1;
      }
    }
    weights = new double[n][classCount];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classCount; c++) {
        weights[i][c] = classes[i] == c ? 1 : -1.0 / classCount;
      }
    }
    solve(kernel, weights);
  }

  private double[] normal(double[] row) {
    double[] out = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      out[j] = (row[j] - mean[j]) * scale[j];
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// Cholesky; the solution takes the right side's place.
  private static void solve(double[][] a, double[][] b) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
      }
    }
    for (int c = 0; c < b[0].length; c++) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
          b[i][c] -= a[i][k] * b[k][c];
        }
        b[i][c] /= a[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
          b[i][c] -= a[k][i] * b[k][c];
        }
        b[i][c] /= a[i][i];
      }
    }
  }

  int classify(double[] features) {
    double[] row = normal(features);
    double[] votes = new double[weights[0].length];
    for (int i = 0; i < seen.length; i++) {
      double near = dot(row, seen[i]) + 1;
      for (int c = 0; c < votes.length; c++) {
        votes[c] += near * weights[i][c];
      }
    }
    int best = 0;
    for (int c = 1; c < votes.length; c++) {
      best = votes[c] > votes[best] ? c : best;
    }
    return best;
  }
}
