package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.error.InputException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationScoresTest {

  @Test
  void countsByHand() {
    float[][] scores = {{.9f, .1f, 0}, {.2f, .8f, 0}, {.7f, .3f, 0}, {.1f, .2f, .7f}};
    int[] labels = {0, 0, 0, 2};

    ClassificationScores result = ClassificationScores.of(scores, labels);

    assertThat(result.top1()).isEqualTo(0.75);
    assertThat(result.top5()).isOne();
    assertThat(result.meanPerClass()).isCloseTo((2 / 3.0 + 1) / 2, offset(1e-12));
    assertThat(result.confusion()).isDeepEqualTo(new int[][] {{2, 1, 0}, {0, 0, 0}, {0, 0, 1}});
    assertThat(result.perClass()[1]).isNaN();
  }

  @Test
  void topFiveLooksAtFive() {
    float[][] scores = {{9, 8, 7, 6, 5, 4, 3}};

    assertThat(ClassificationScores.of(scores, new int[] {4}).top5()).isOne();
    assertThat(ClassificationScores.of(scores, new int[] {5}).top5()).isZero();
  }

  @Test
  void tiesCountAgainstUs() {
    float[][] even = {{1, 1, 1, 1, 1, 1}};

    for (int label = 0; label < 6; label++) {
      ClassificationScores result = ClassificationScores.of(even, new int[] {label});
      assertThat(result.top1()).isZero();
      assertThat(result.top5()).isZero();
      assertThat(result.confusion()[label][label]).isZero();
    }
  }

  @Test
  void notANumberNeverHelps() {
    float[][] scores = {{Float.NaN, 1, 0}};

    assertThat(ClassificationScores.of(scores, new int[] {0}).top1()).isZero();
    assertThat(ClassificationScores.of(scores, new int[] {1}).top1()).isZero();
  }

  @Test
  void aSingleClassIsAlwaysRight() {
    assertThat(ClassificationScores.of(new float[][] {{0.3f}}, new int[] {0}).top1()).isOne();
  }

  @Test
  void topOneIsTheConfusionsDiagonal() {
    long seed = 4;
    Random random = new Random(seed);
    float[][] scores = new float[500][12];
    int[] labels = random.ints(500, 0, 12).toArray();
    int right = 0;
    for (int i = 0; i < scores.length; i++) {
      int best = 0;
      for (int c = 0; c < 12; c++) {
        scores[i][c] = random.nextFloat();
        best = scores[i][c] > scores[i][best] ? c : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    assertThat(ClassificationScores.of(scores, labels).top1())
        .as("seed %d", seed)
        .isEqualTo(right / 500.0);
  }

  @Test
  void aLabelBeyondTheClassesIsRefused() {
    assertThatThrownBy(() -> ClassificationScores.of(new float[][] {{1, 2}}, new int[] {2}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("label 2");
    assertThatThrownBy(() -> ClassificationScores.of(new float[0][], new int[0]))
        .isInstanceOf(InputException.class);
  }

  @Test
  void averagePrecisionByHand() {
    // By falling score: right, wrong, right, wrong.
    float[] scores = {.9f, .8f, .7f, .6f};

    assertThat(Ranking.averagePrecision(scores, new boolean[] {true, false, true, false}))
        .isCloseTo((1 + 2 / 3.0) / 2, offset(1e-12));
    assertThat(Ranking.averagePrecision(scores, new boolean[4])).isNaN();
    assertThat(Ranking.averagePrecision(new float[4], new boolean[] {true, false, true, false}))
        .isCloseTo((1 / 3.0 + 2 / 4.0) / 2, offset(1e-12)); // all equal: the wrong ones first
    float[] nan = {Float.NaN, .5f, Float.NaN, .1f};
    assertThat(Ranking.averagePrecision(nan, new boolean[] {true, true, false, false}))
        .isCloseTo((1 / 2.0 + 2 / 4.0) / 2, offset(1e-12)); // wrong NaN, right, wrong, right NaN
  }

  @Test
  void meanAveragePrecisionPassesOverClassesWithoutItems() {
    float[][] scores = {{.9f, .1f, .5f}, {.1f, .9f, .5f}};
    boolean[][] labels = {{true, true, false}, {false, false, false}};

    MultiLabelScores result = MultiLabelScores.of(scores, labels);

    assertThat(result.perClass()[0]).isOne();
    assertThat(result.perClass()[1]).isEqualTo(0.5);
    assertThat(result.perClass()[2]).isNaN();
    assertThat(result.meanAveragePrecision()).isEqualTo(0.75);
    assertThat(result.chance()).isCloseTo(0.75, offset(1e-12)); // first or second of two
  }

  @Test
  void anEstimateHasStudentsInterval() {
    Estimate estimate = Estimate.of(0.5, 0.7, 0.6);

    assertThat(estimate.mean()).isCloseTo(0.6, offset(1e-12));
    assertThat(estimate.halfWidth()).isCloseTo(4.303 * 0.1 / Math.sqrt(3), offset(1e-9));
    assertThat(Estimate.of(0.4).halfWidth()).isNaN();
    assertThat(Estimate.of(new double[100]).halfWidth()).isZero();
  }
}
