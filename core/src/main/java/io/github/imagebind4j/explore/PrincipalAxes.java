package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// The directions in which rows differ most (principal component analysis), by iterating a random
/// subspace (Halko, Martinsson and Tropp 2011) without ever making the covariance.
///
/// Immutable and safe for use by any thread.
public final class PrincipalAxes {
  private static final int SPARE = 10; // more axes than wanted make the wanted ones converge sooner
  private static final int ROUNDS = 8;

  private final float[] mean;
  private final double[][] axes;
  private final double share;

  private PrincipalAxes(float[] mean, double[][] axes, double share) {
    this.mean = mean;
    this.axes = axes;
    this.share = share;
  }

  /// Finds them.
  ///
  /// @param rows `[n][d]`, at least one
  /// @param count how many axes, at least 1; fewer if the rows have no more
  /// @param seed of the random start, which matters little
  /// @return the axes, that of the largest variance first
  /// @throws InputException if there is no row, or `count` is less than 1
  public static PrincipalAxes of(float[][] rows, int count, long seed) {
    if (rows.length == 0 || count < 1) {
      throw new InputException(
          "principal axes need a row and a count of at least 1, got "
              + rows.length
              + " rows and "
              + count);
    }
    int dimension = rows[0].length;
    int width = Math.min(dimension, count + SPARE);
    float[] mean = mean(rows);
    float[][] centred = Arrays.stream(rows).map(row -> minus(row, mean)).toArray(float[][]::new);
    double[][] basis = randomBasis(dimension, width, seed);
    for (int round = 0; round < ROUNDS; round++) {
      basis = orthonormal(timesCovariance(centred, basis));
    }
    double[][] small = smallCovariance(centred, basis);
    SymmetricEigen eigen = SymmetricEigen.of(small);
    double variance = Arrays.stream(centred).mapToDouble(row -> Similarity.dot(row, row)).sum();
    int kept = Math.min(count, width);
    double[][] axes = new double[kept][];
    double found = 0;
    for (int a = 0; a < kept; a++) {
      axes[a] = combined(basis, eigen.vectors()[a]);
      found += Math.max(0, eigen.values()[a]);
    }
    return new PrincipalAxes(mean, axes, variance > 0 ? Math.min(1, found / variance) : 1);
  }

  private static float[] mean(float[][] rows) {
    double[] sum = new double[rows[0].length];
    for (float[] row : rows) {
      for (int d = 0; d < sum.length; d++) {
        sum[d] += row[d];
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      mean[d] = (float) (sum[d] / rows.length);
    }
    return mean;
  }

  private static float[] minus(float[] row, float[] mean) {
    float[] difference = new float[row.length];
    for (int d = 0; d < row.length; d++) {
      difference[d] = row[d] - mean[d];
    }
    return difference;
  }

  /// @return `[width][dimension]`
  private static double[][] randomBasis(int dimension, int width, long seed) {
    Random random = new Random(seed);
    double[][] basis = new double[width][dimension];
    for (double[] axis : basis) {
      Arrays.setAll(axis, _ -> random.nextGaussian());
    }
    return orthonormal(basis);
  }

  /// @return `[dimension][width]`, flat
  private static float[] flat(double[][] basis) {
    float[] flat = new float[basis[0].length * basis.length];
    for (int a = 0; a < basis.length; a++) {
      for (int d = 0; d < basis[a].length; d++) {
        flat[d * basis.length + a] = (float) basis[a][d];
      }
    }
    return flat;
  }

  /// `basis · XᵀX`, row by row.
  private static double[][] timesCovariance(float[][] rows, double[][] basis) {
    int width = basis.length;
    float[] columns = flat(basis);
    float[] sums = new float[columns.length];
    float[] along = new float[width];
    for (float[] row : rows) {
      Products.times(row, columns, width, along);
      Products.addOuter(row, along, width, sums);
    }
    double[][] result = new double[width][rows[0].length];
    for (int a = 0; a < width; a++) {
      for (int d = 0; d < result[a].length; d++) {
        result[a][d] = sums[d * width + a];
      }
    }
    return result;
  }

  /// `basis · XᵀX · basisᵀ`, `[width][width]`.
  private static double[][] smallCovariance(float[][] rows, double[][] basis) {
    int width = basis.length;
    float[] columns = flat(basis);
    float[] along = new float[width];
    double[][] small = new double[width][width];
    for (float[] row : rows) {
      Products.times(row, columns, width, along);
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          small[a][b] += (double) along[a] * along[b];
        }
      }
    }
    return small;
  }

  /// Gram and Schmidt, each axis cleaned twice, as one pass leaves rounding behind. What depends on
  /// those before becomes zero.
  private static double[][] orthonormal(double[][] basis) {
    for (int a = 0; a < basis.length; a++) {
      double before = norm(basis[a]);
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < a; b++) {
          addTo(basis[a], basis[b], -dot(basis[a], basis[b]));
        }
      }
      double norm = norm(basis[a]);
      double scale = norm > 1e-5 * before && norm > 1e-30 ? 1 / norm : 0;
      for (int d = 0; d < basis[a].length; d++) {
        basis[a][d] *= scale;
      }
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static void addTo(double[] a, double[] b, double factor) {
    for (int d = 0; d < a.length; d++) {
      a[d] += factor * b[d];
    }
  }

  /// An axis has two directions; that in which its largest number is positive counts.
  private static double[] combined(double[][] basis, double[] weights) {
    double[] axis = new double[basis[0].length];
    for (int a = 0; a < basis.length; a++) {
      addTo(axis, basis[a], weights[a]);
    }
    double largest = 0;
    for (double value : axis) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    if (largest < 0) {
      Arrays.setAll(axis, d -> -axis[d]);
    }
    return axis;
  }

  /// How many axes there are.
  ///
  /// @return at least 1
  public int count() {
    return axes.length;
  }

  /// How much of the rows' variance lies along the axes.
  ///
  /// @return 0 to 1
  public double share() {
    return share;
  }

  /// The square of the mean row's length.
  double meanSquare() {
    return Similarity.dot(mean, mean);
  }

  /// A row's places on the axes.
  ///
  /// @param row `[d]`
  /// @return `[count]`, fresh
  public float[] project(float[] row) {
    double[] from = new double[row.length];
    Arrays.setAll(from, d -> row[d] - (double) mean[d]);
    float[] places = new float[axes.length];
    for (int a = 0; a < axes.length; a++) {
      places[a] = (float) dot(axes[a], from);
    }
    return places;
  }

  /// The places of many rows.
  ///
  /// @param rows `[n][d]`
  /// @return `[n][count]`
  public float[][] project(float[][] rows) {
    float[][] places = new float[rows.length][];
    IntStream.range(0, rows.length).parallel().forEach(i -> places[i] = project(rows[i]));
    return places;
  }
}
