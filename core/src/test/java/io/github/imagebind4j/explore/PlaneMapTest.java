package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneMapTest {

  private static void assertOnThePlane(PlaneMap map, int rows) {
    assertThat(map.places()).hasDimensions(rows, 2);
    for (float[] place : map.places()) {
      assertThat(place[0]).isBetween(0f, 1f);
      assertThat(place[1]).isBetween(0f, 1f);
    }
  }

  private static double distance(float[] a, float[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  @Test
  void clumpsStayTogetherAndApart() {
    long seed = new Random().nextLong();
    float[][] units = Directions.clumps(240, 64, 6, 0.5, seed);

    float[][] places = PlaneMap.of(units, 15, 1).places();

    int right = 0;
    for (int i = 0; i < places.length; i++) {
      int nearest = i == 0 ? 1 : 0;
      for (int j = 0; j < places.length; j++) {
        if (j != i && distance(places[i], places[j]) < distance(places[i], places[nearest])) {
          nearest = j;
        }
      }
      right += nearest % 6 == i % 6 ? 1 : 0;
    }
    assertThat(right).as("seed %s", seed).isGreaterThan(235);
  }

  @Test
  void theLayoutKeepsMoreNeighboursThanTwoAxesDo() {
    float[][] units = Directions.clumps(600, 64, 20, 0.9, 11);

    PlaneMap map = PlaneMap.of(units, 15, 1);

    assertOnThePlane(map, 600);
    assertThat(map.kept()).isGreaterThan(2 * map.keptByAxes()).isLessThanOrEqualTo(1);
  }

  @Test
  void theLargerSideFillsTheSquare() {
    float[][] places = PlaneMap.of(Directions.clumps(100, 16, 4, 0.5, 3), 10, 1).places();

    float least = 1;
    float most = 0;
    float leastY = 1;
    float mostY = 0;
    for (float[] place : places) {
      least = Math.min(least, place[0]);
      most = Math.max(most, place[0]);
      leastY = Math.min(leastY, place[1]);
      mostY = Math.max(mostY, place[1]);
    }
    assertThat(Math.max(most - least, mostY - leastY)).isGreaterThan(0.999f);
  }

  @Test
  void theSameSeedGivesTheSameMapAndAnotherAnother() {
    float[][] units = Directions.clumps(300, 32, 5, 0.7, 8);

    assertThat(PlaneMap.of(units, 15, 5).places())
        .isDeepEqualTo(PlaneMap.of(units, 15, 5).places());
    assertThat(PlaneMap.of(units, 15, 6).places()[0])
        .isNotEqualTo(PlaneMap.of(units, 15, 5).places()[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16})
  void fewItemsAreAMapToo(int rows) {
    assertOnThePlane(PlaneMap.of(Directions.clumps(rows, 8, 2, 0.5, rows), 15, 1), rows);
  }

  @Test
  void itemsThatAreAllTheSameAreAMapToo() {
    assertOnThePlane(PlaneMap.of(Directions.same(40, 0.6f, 0.8f), 15, 1), 40);
  }

  @Test
  void zeroVectorsAreAMapToo() {
    assertOnThePlane(PlaneMap.of(Directions.same(40, 0, 0, 0), 15, 1), 40);
  }

  @Test
  void oneDimensionIsEnough() {
    float[][] units = {{1}, {-1}, {1}, {-1}, {1}};

    assertOnThePlane(PlaneMap.of(units, 2, 1), 5);
  }

  @Test
  void manyCopiesAmongOthersAreAMapToo() {
    float[][] units = Directions.clumps(100, 8, 3, 0.5, 4);
    for (int i = 0; i < 60; i++) {
      units[i] = units[0].clone();
    }

    assertOnThePlane(PlaneMap.of(units, 15, 1), 100);
  }

  @Test
  void noItemsAndNoNeighboursMakeNoSense() {
    assertThatThrownBy(() -> PlaneMap.of(new float[0][], 15, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 rows");
    assertThatThrownBy(() -> PlaneMap.of(new float[][] {{1, 0}}, 0, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("got 0");
  }

  @Test
  void aLayoutStartsFromOnePlaceARow() {
    Neighbours neighbours = Neighbours.of(new float[][] {{1, 0}, {0, 1}}, 1);

    assertThatThrownBy(() -> NeighbourLayout.of(neighbours, new float[3][2], 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("got 3 places and 2 rows");
  }
}
