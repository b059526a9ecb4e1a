package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.InputException;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - (double) b[d]) * (a[d] - (double) b[d]);
    }
    return Math.sqrt(sum);
  }

  /// Around the size of a block, and below k.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 255, 256, 257, 600})
  void areThoseThatComparingAllFinds(int rows) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    float[][] points =
        IntStream.range(0, rows)
            .mapToObj(_ -> Directions.gaussian(7, random))
            .toArray(float[][]::new);

    Neighbours found = Neighbours.of(points, 6);

    for (int i = 0; i < rows; i++) {
      int row = i;
      int[] truth =
          IntStream.range(0, rows)
              .filter(j -> j != row)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer j) -> distance(points[row], points[j])))
              .limit(6)
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(found.rows()[i]).as("seed %s row %s", seed, i).isEqualTo(truth);
      for (int j = 0; j < truth.length; j++) {
        assertThat(found.distances()[i][j])
            .isEqualTo((float) distance(points[i], points[truth[j]]), within(1e-6f));
      }
    }
  }

  @Test
  void copiesAreNeighboursAtDistanceZeroInTheirOrder() {
    Neighbours found = Neighbours.of(Directions.same(5, 0.3f, 0.4f), 3);

    assertThat(found.distances()).isDeepEqualTo(new float[5][3]);
    assertThat(found.rows()[0]).doesNotContain(0).isSorted();
    assertThat(found.rows()[4]).doesNotContain(4).isSorted();
  }

  @Test
  void noneAreNone() {
    assertThat(Neighbours.of(new float[0][], 3).rows()).isEmpty();
    assertThatThrownBy(() -> Neighbours.of(new float[][] {{1}}, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 1, got 0");
  }

  @Test
  void aGraphHasEachPairInBothDirectionsEquallyStrong() {
    NeighbourGraph graph = NeighbourGraph.of(Neighbours.of(Directions.clumps(80, 6, 3, 0.6, 1), 5));

    for (int e = 0; e < graph.from().length; e++) {
      int from = graph.from()[e];
      int to = graph.to()[e];
      double weight = graph.weights()[e];
      assertThat(weight).isBetween(0.0, 1.0);
      assertThat(
              IntStream.range(0, graph.from().length)
                  .filter(other -> graph.from()[other] == to && graph.to()[other] == from)
                  .mapToDouble(other -> graph.weights()[other])
                  .toArray())
          .containsExactly(weight);
    }
  }

  @Test
  void theNearestIsFeltFully() {
    float[][] points = {{0}, {1}, {3}, {7}, {20}};
    NeighbourGraph graph = NeighbourGraph.of(Neighbours.of(points, 3));

    assertThat(graph.from()[0]).isZero();
    assertThat(graph.to()[0]).isEqualTo(1);
    assertThat(graph.weights()[0]).isEqualTo(1, within(1e-9));
  }
}
