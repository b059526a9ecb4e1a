package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.InputException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalAxesTest {

  /// Rows that vary by 10, 5 and 1 along the first three coordinates, moved by 100.
  private static float[][] stretched(int rows, int dimension, long seed) {
    Random random = new Random(seed);
    double[] sizes = {10, 5, 1};
    float[][] all = new float[rows][dimension];
    for (float[] row : all) {
      for (int d = 0; d < dimension; d++) {
        row[d] = (float) (100 + (d < 3 ? sizes[d] : 0.01) * random.nextGaussian());
      }
    }
    return all;
  }

  @Test
  void areThoseAlongWhichRowsDifferMostLargestFirst() {
    PrincipalAxes axes = PrincipalAxes.of(stretched(2000, 40, 3), 3, 1);

    for (int a = 0; a < 3; a++) {
      float[] unit = new float[40];
      java.util.Arrays.fill(unit, 100);
      float[] middle = axes.project(unit);
      unit[a] += 1;
      float[] moved = axes.project(unit);
      for (int b = 0; b < 3; b++) {
        assertThat(moved[b] - middle[b]).isCloseTo(a == b ? 1 : 0, within(0.05f));
      }
    }
    assertThat(axes.share()).isGreaterThan(0.999);
  }

  @Test
  void areOrthogonalAndOfLengthOne() {
    float[][] rows = Directions.clumps(300, 20, 6, 0.8, 2);
    PrincipalAxes axes = PrincipalAxes.of(rows, 20, 1);

    // All axes of a space together keep every distance.
    float[][] turned = axes.project(rows);
    for (int i = 1; i < 50; i++) {
      assertThat(length(turned[0], turned[i])).isCloseTo(length(rows[0], rows[i]), within(1e-4));
    }
    assertThat(axes.share()).isCloseTo(1, within(1e-6));
  }

  private static double length(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - (double) b[d]) * (a[d] - (double) b[d]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void noMoreAxesThanDimensions() {
    assertThat(PrincipalAxes.of(stretched(10, 4, 1), 50, 1).count()).isEqualTo(4);
  }

  @Test
  void rowsThatDoNotDifferLieAtZero() {
    PrincipalAxes axes = PrincipalAxes.of(Directions.same(5, 3, 4), 2, 1);

    assertThat(axes.project(new float[] {3, 4})).containsExactly(0, 0);
    assertThat(axes.share()).isEqualTo(1);
  }

  @Test
  void aSingleRowLiesAtZero() {
    assertThat(PrincipalAxes.of(new float[][] {{1, 2, 3}}, 2, 1).project(new float[] {1, 2, 3}))
        .containsExactly(0, 0);
  }

  @Test
  void nothingHasNoAxes() {
    assertThatThrownBy(() -> PrincipalAxes.of(new float[0][], 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 rows");
  }

  @Test
  void eigenvectorsOfASymmetricMatrixGiveItBack() {
    double[][] matrix = {{4, 1, -2}, {1, 2, 0}, {-2, 0, 3}};

    SymmetricEigen eigen = SymmetricEigen.of(matrix);

    assertThat(eigen.values()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int e = 0; e < 3; e++) {
          sum += eigen.values()[e] * eigen.vectors()[e][i] * eigen.vectors()[e][j];
        }
        assertThat(sum).isCloseTo(matrix[i][j], within(1e-12));
      }
    }
  }

  @Test
  void aZeroMatrixHasZeroEigenvalues() {
    assertThat(SymmetricEigen.of(new double[3][3]).values()).containsExactly(0, 0, 0);
  }
}
