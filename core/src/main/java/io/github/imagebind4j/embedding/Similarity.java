package io.github.imagebind4j.embedding;

import io.github.imagebind4j.error.InputException;
import java.util.List;

/// Cosines and softmax tables between embeddings.
///
/// Stateless and safe for use by any thread.
public final class Similarity {
  private Similarity() {}

  /// The inner product, summed in double precision.
  ///
  /// @param a a vector
  /// @param b a vector of the same length
  /// @return the sum of the products
  /// @throws InputException if the lengths differ
  public static double dot(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new InputException(
          "vectors must be of one length, got "
              + a.length
              + " and "
              + b.length
              + "; embed both with one model");
    }
    // Four sums side by side: one alone would wait for each addition before the next.
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /// The cosine of the angle between two vectors; 0 if either is zero.
  ///
  /// @param a a vector
  /// @param b a vector of the same length
  /// @return -1 to 1
  public static double cosine(float[] a, float[] b) {
    double norms = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
    return norms == 0 ? 0 : Math.clamp(dot(a, b) / norms, -1, 1);
  }

  /// A vector divided by its L2 norm; a zero vector stays zero.
  ///
  /// @param vector any vector
  /// @return a fresh array
  public static float[] normalize(float[] vector) {
    double norm = Math.max(Math.sqrt(dot(vector, vector)), 1e-12);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  /// All cosines between rows and columns.
  ///
  /// @param rows R embeddings
  /// @param columns C embeddings of the same model
  /// @return `[R][C]`, each -1 to 1
  /// @throws InputException if they are not all of one model
  public static double[][] cosineTable(List<Embedding> rows, List<Embedding> columns) {
    double[][] table = new double[rows.size()][columns.size()];
    for (int r = 0; r < table.length; r++) {
      for (int c = 0; c < table[r].length; c++) {
        table[r][c] = rows.get(r).cosine(columns.get(c));
      }
    }
    return table;
  }

  /// The table of the reference's README: for each row the softmax over columns of the inner
  /// products of the exact vectors, logit scales included.
  ///
  /// @param rows R embeddings
  /// @param columns C embeddings of the same model
  /// @return `[R][C]`, each row sums to 1
  /// @throws InputException if they are not all of one model
  public static double[][] softmaxTable(List<Embedding> rows, List<Embedding> columns) {
    double[][] table = new double[rows.size()][];
    List<float[]> columnVectors = columns.stream().map(Embedding::vector).toList();
    for (int r = 0; r < table.length; r++) {
      float[] row = rows.get(r).vector();
      double[] logits = new double[columns.size()];
      for (int c = 0; c < logits.length; c++) {
        rows.get(r).requireSameSpace(columns.get(c));
        logits[c] = dot(row, columnVectors.get(c));
      }
      table[r] = softmax(logits);
    }
    return table;
  }

  /// The softmax: positive numbers that sum to 1, in the ratios of the exponentials.
  ///
  /// @param logits finite numbers, at least one
  /// @return a fresh array
  public static double[] softmax(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    double[] result = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.exp(logits[i] - max);
      sum += result[i];
    }
    for (int i = 0; i < result.length; i++) {
      result[i] /= sum;
    }
    return result;
  }
}
