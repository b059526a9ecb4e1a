package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

  private static float[][] points(Random random, int[] labels, int dimension, double spread) {
    float[][] points = new float[labels.length][dimension];
    for (int i = 0; i < labels.length; i++) {
      for (int d = 0; d < dimension; d++) {
        points[i][d] = (float) (spread * random.nextGaussian() + (d == labels[i] ? 1 : 0));
      }
    }
    return points;
  }

  @Test
  void theGradientIsThatOfTheLoss() {
    long seed = 3;
    Random random = new Random(seed);
    int[] labels = random.ints(30, 0, 4).toArray();
    double[][] inputs = new double[30][6];
    for (double[] input : inputs) {
      for (int d = 0; d < 6; d++) {
        input[d] = random.nextGaussian();
      }
    }
    double[] weights = random.doubles(24, -1, 1).toArray();
    LogisticRegression model =
        LogisticRegression.fit(
            points(random, new int[] {0, 1, 2, 3}, 5, 1), new int[] {0, 1, 2, 3}, 4, 1);
    double[] gradient = new double[24];
    model.loss(weights, inputs, labels, 0.3, gradient);

    double h = 1e-6;
    for (int k = 0; k < 24; k++) {
      double[] up = weights.clone();
      double[] down = weights.clone();
      up[k] += h;
      down[k] -= h;
      double slope =
          (model.loss(up, inputs, labels, 0.3, new double[24])
                  - model.loss(down, inputs, labels, 0.3, new double[24]))
              / (2 * h);
      assertThat(gradient[k]).as("seed %d, weight %d", seed, k).isCloseTo(slope, offset(1e-8));
    }
  }

  @Test
  void withoutInformationItGivesTheSharesOfTheClasses() {
    float[][] same = new float[10][3];
    int[] labels = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1};

    float[] logits = LogisticRegression.fit(same, labels, 2, 1e-3).scores(same)[0];

    assertThat(logits[0] - logits[1]).isCloseTo((float) Math.log(7.0 / 3), offset(1e-4f));
  }

  @Test
  void aStrongPenaltyShrinksAndAWeakOneSeparates() {
    long seed = 8;
    Random random = new Random(seed);
    int[] labels = random.ints(120, 0, 5).toArray();
    float[][] points = points(random, labels, 5, 0.1);

    float[][] weak = LogisticRegression.fit(points, labels, 5, 1e-6).scores(points);
    float[][] strong = LogisticRegression.fit(points, labels, 5, 1e6).scores(points);

    assertThat(ClassificationScores.of(weak, labels).top1()).as("seed %d", seed).isOne();
    float spread =
        strong[0][0] - LogisticRegression.fit(points, labels, 5, 1e6).scores(points)[1][0];
    assertThat(spread).isCloseTo(0, offset(1e-3f));
  }

  @Test
  void theSameDataGiveTheSameClassifier() {
    Random random = new Random(4);
    int[] labels = random.ints(200, 0, 6).toArray();
    float[][] points = points(random, labels, 16, 0.7);

    assertThat(LogisticRegression.fit(points, labels, 6, 1e-3).scores(points))
        .isDeepEqualTo(LogisticRegression.fit(points, labels, 6, 1e-3).scores(points));
  }
}
