package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far apart two modalities lie, and how well their partners meet.
///
/// Modalities that are trained contrastively keep to cones of their own (Liang et al. 2022, "Mind
/// the gap"): the gap is the distance of their mean unit vectors. Alignment is the mean squared
/// distance of partners (Wang and Isola 2020): 0 is perfect, 2 is right angles.
///
/// Immutable and safe for use by any thread.
///
/// @param gap the distance of the two means, 0 to 2
/// @param meanCosine the mean cosine of all that do not belong together; NaN if all do
/// @param alignment the mean squared distance of partners; NaN without partners
public record ModalityGap(double gap, double meanCosine, double alignment) {

  /// Measures two modalities.
  ///
  /// @param a vectors of one
  /// @param b vectors of the other
  /// @param groupsA who belongs to whom
  /// @param groupsB who belongs to whom
  /// @return the figures
  /// @throws InputException if there are no vectors, or dimensions differ
  public static ModalityGap of(float[][] a, float[][] b, int[] groupsA, int[] groupsB) {
    if (a.length == 0 || b.length == 0) {
      throw new InputException("a modality gap needs vectors on both sides, got none");
    }
    int dimension = a[0].length;
    double[] meanA = mean(CosineRows.units(a, dimension, "vector"), dimension);
    double[] meanB = mean(CosineRows.units(b, dimension, "vector"), dimension);
    double squares = 0;
    for (int d = 0; d < dimension; d++) {
      squares += (meanA[d] - meanB[d]) * (meanA[d] - meanB[d]);
    }
    double[] partners = new double[a.length];
    double[] others = new double[a.length];
    int[] partnerCounts = new int[a.length];
    CosineRows.forEach(
        a,
        b,
        (i, cosines) -> {
          for (int j = 0; j < cosines.length; j++) {
            boolean partner = groupsA[i] == groupsB[j];
            partners[i] += partner ? cosines[j] : 0;
            others[i] += partner ? 0 : cosines[j];
            partnerCounts[i] += partner ? 1 : 0;
          }
        });
    double near = 0;
    double far = 0;
    long nearCount = 0;
    for (int i = 0; i < a.length; i++) {
      near += partners[i];
      far += others[i];
      nearCount += partnerCounts[i];
    }
    long farCount = (long) a.length * b.length - nearCount;
    return new ModalityGap(
        Math.sqrt(squares),
        farCount == 0 ? Double.NaN : far / farCount,
        nearCount == 0 ? Double.NaN : 2 - 2 * near / nearCount);
  }

  private static double[] mean(float[][] units, int dimension) {
    double[] mean = new double[dimension];
    for (float[] unit : units) {
      for (int d = 0; d < dimension; d++) {
        mean[d] += (double) unit[d] / units.length;
      }
    }
    return mean;
  }

  /// How evenly a modality covers the sphere: the logarithm of the mean, over all pairs, of `exp(-2
  /// d²)` (Wang and Isola 2020). 0 is a single point; about -4 an even cover.
  ///
  /// @param vectors at least two
  /// @return 0 or less
  /// @throws InputException if there are fewer
  public static double uniformity(float[][] vectors) {
    if (vectors.length < 2) {
      throw new InputException("uniformity needs two vectors, got " + vectors.length);
    }
    double[] sums = new double[vectors.length];
    CosineRows.forEach(
        vectors,
        vectors,
        (i, cosines) -> {
          for (int j = 0; j < cosines.length; j++) {
            sums[i] += j == i ? 0 : Math.exp(-2 * (2 - 2 * Math.min(1.0, cosines[j])));
          }
        });
    double sum = 0;
    for (double one : sums) {
      sum += one;
    }
    return Math.log(sum / ((double) vectors.length * (vectors.length - 1)));
  }

  /// The figures by their names in JSON.
  ///
  /// @return a fresh map
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("gap", gap);
    map.put("mean_cosine_of_strangers", Double.isNaN(meanCosine) ? null : (Object) meanCosine);
    map.put("alignment", Double.isNaN(alignment) ? null : (Object) alignment);
    return map;
  }
}
