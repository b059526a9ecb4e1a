package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Unit vectors in the plane, by their angle in degrees: neighbours are there to be seen.
class FidelityTest {
  private static float[] at(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }

  private static List<float[]> all(double... degrees) {
    return IntStream.range(0, degrees.length).mapToObj(i -> at(degrees[i])).toList();
  }

  @Test
  void theSameVectorsLoseNothingWhateverTheirLength() {
    List<float[]> exact = all(0, 10, 30, 70);
    List<float[]> longer = exact.stream().map(v -> new float[] {20 * v[0], 20 * v[1]}).toList();

    Fidelity fidelity = Fidelity.of(exact, longer);

    assertThat(fidelity.minCosine()).isCloseTo(1, offset(1e-7));
    assertThat(fidelity.sameNearest()).isOne();
    assertThat(fidelity.neighbours()).isEqualTo(3);
    assertThat(fidelity.overlap()).isOne();
    assertThat(fidelity.worstLoss()).isZero();
  }

  @Test
  void cosinesAreOfEachItemWithItself() {
    Fidelity fidelity = Fidelity.of(all(0, 90), all(60, 90));

    assertThat(fidelity.minCosine()).isCloseTo(0.5, offset(1e-6));
    assertThat(fidelity.meanCosine()).isCloseTo(0.75, offset(1e-6));
  }

  @Test
  void oneInAHundredMayBeWorseThanTheFirstPercentile() {
    double[] straight = new double[201];
    double[] bent = straight.clone();
    bent[7] = 60;
    bent[8] = 60;

    Fidelity fidelity = Fidelity.of(all(straight), all(bent));

    assertThat(fidelity.minCosine()).isCloseTo(0.5, offset(1e-6));
    assertThat(fidelity.p1Cosine()).isCloseTo(1, offset(1e-6));
  }

  @Test
  void aNeighbourThatChangedCountsAndSaysHowMuchFartherTheNewOneIs() {
    // 20's nearest was 10; once 10 has moved to 0 it is 35. The others keep theirs.
    Fidelity fidelity = Fidelity.of(all(5, 10, 20, 35), all(5, 0, 20, 35));

    assertThat(fidelity.sameNearest()).isEqualTo(0.75);
    assertThat(fidelity.worstLoss())
        .isCloseTo(Math.cos(Math.toRadians(10)) - Math.cos(Math.toRadians(15)), offset(1e-6));
  }

  @Test
  void ofCopiesAnyIsTheNearest() {
    // 0's nearest is 10, of which there are two; the second comes first afterwards.
    Fidelity fidelity = Fidelity.of(all(0, 10, 10), all(0, 10.2, 10.1));

    assertThat(fidelity.sameNearest()).isOne();
    assertThat(fidelity.overlap()).isOne();
  }

  @Test
  void onlyTheTenNearestAreCompared() {
    double[] angles = IntStream.range(0, 15).mapToDouble(i -> i * i * 0.5).toArray();

    assertThat(Fidelity.of(all(angles), all(angles)).neighbours()).isEqualTo(10);
  }

  @Test
  void aSingleItemHasNoNeighboursAndThatIsNoFailure() {
    Fidelity fidelity = Fidelity.of(all(0.0), all(0.0));

    assertThat(fidelity.minCosine()).isOne();
    assertThat(fidelity.sameNearest()).isNaN();
    assertThat(fidelity.toMap()).doesNotContainKeys("nearest_unchanged", "neighbours_overlap");
  }
}
