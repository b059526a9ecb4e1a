package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.embedding.Similarity;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// When a label stands out from what it has to be, if it has to be something.
class StandOutTest {
  private static final int DIMENSION = 64;
  private static final double CHANCE = 0.05;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /// @param towards which of the axes all point to, a little; -1: none
  private float[][] directions(int count, int towards) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) random.nextGaussian() + (d == towards ? 20 : 0);
      }
      vectors[i] = Similarity.normalize(vector);
    }
    return vectors;
  }

  private static int told(StandOut standOut, float[] item, float[][] labels) {
    int told = 0;
    for (double deviations : standOut.deviations(item, labels)) {
      told += deviations > standOut.bar() ? 1 : 0;
    }
    return told;
  }

  @Test
  void theBarIsThatOfTheBestOfSoManyNormalNumbers() {
    assertThat(StandOut.bar(1, 0.05)).isCloseTo(1.644854, offset(1e-5)); // tables of the normal
    assertThat(StandOut.bar(1, 0.5)).isCloseTo(0, offset(1e-5));
    assertThat(StandOut.bar(50, 0.05)).isCloseTo(3.090232, offset(1e-5));
    assertThat(StandOut.bar(25_000, 1e-6)).isBetween(6.4, 6.6);
  }

  @Test
  void whatIsOnTheListStandsOut() {
    float[][] labels = directions(500, -1);
    StandOut standOut = StandOut.learn(labels, labels, directions(15, -1), CHANCE);

    double[] deviations = standOut.deviations(labels[123], labels);

    assertThat(deviations[123]).as("seed %d", seed).isGreaterThan(standOut.bar() + 1);
    assertThat(told(standOut, labels[123], labels)).as("seed %d", seed).isLessThan(4);
  }

  @Test
  void whatIsOnNoListSeldomDoes() {
    float[][] labels = directions(500, -1);
    StandOut standOut = StandOut.learn(labels, labels, directions(15, -1), CHANCE);

    int falseAlarms = 0;
    for (float[] item : directions(400, -1)) {
      falseAlarms += told(standOut, item, labels) > 0 ? 1 : 0;
    }

    assertThat(falseAlarms).as("of 400, seed %d", seed).isLessThan(60); // 20 are to be expected
  }

  @Test
  void aLabelThatEverythingIsNearToDoesNot() {
    float[][] labels = directions(500, -1);
    for (int d = 0; d < DIMENSION; d++) {
      labels[7][d] = d == 3 ? 1 : 0;
    }
    float[][] items = directions(30, 3); // to this model, all is nearly the same

    StandOut standOut = StandOut.learn(labels, labels, directions(15, 3), CHANCE);

    for (float[] item : items) {
      double naive =
          StandOut.learn(labels, labels, new float[][] {new float[DIMENSION]}, CHANCE)
              .deviations(item, labels)[7];
      assertThat(naive).as("seed %d", seed).isGreaterThan(standOut.bar());
      assertThat(standOut.deviations(item, labels)[7]).as("seed %d", seed).isLessThan(2);
    }
  }

  @Test
  void aLabelThatIsNowNearNowFarDoesNot() {
    float[][] labels = directions(500, -1);
    for (int d = 0; d < DIMENSION; d++) {
      labels[7][d] = d == 3 ? 1 : 0;
    }
    float[][] samples = directions(15, 3);
    for (int s = 0; s < samples.length; s += 2) {
      for (int d = 0; d < DIMENSION; d++) {
        samples[s][d] = -samples[s][d];
      }
    }
    float[] item = directions(1, 3)[0];

    double[] deviations = StandOut.learn(labels, labels, samples, CHANCE).deviations(item, labels);

    assertThat(deviations[7]).as("seed %d", seed).isLessThan(2);
  }

  @Test
  void aShortListStandsOutFromOurs() {
    float[][] ours = directions(500, -1);
    float[][] mine = directions(2, -1);
    StandOut standOut = StandOut.learn(mine, ours, directions(15, -1), CHANCE);

    assertThat(standOut.bar()).isCloseTo(1.96, offset(0.01));
    assertThat(standOut.deviations(mine[1], mine)[1]).as("seed %d", seed).isGreaterThan(5);
    assertThat(standOut.deviations(ours[9], mine)[1]).as("seed %d", seed).isLessThan(5);
  }

  @Test
  void whereAllCosinesAreTheSameNothingDoes() {
    float[][] labels = new float[20][DIMENSION];
    for (float[] label : labels) {
      label[0] = 1;
    }
    StandOut standOut = StandOut.learn(labels, labels, directions(5, -1), 0.5);

    assertThat(told(standOut, labels[0], labels)).isZero();
    assertThat(told(standOut, new float[DIMENSION], labels)).isZero();
  }
}
