package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.explore.SphericalKMeans.Place;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SphericalKMeansTest {
  private static Set<Set<Integer>> partition(Place[] places) {
    Set<Set<Integer>> groups = new HashSet<>();
    for (Place one : places) {
      Set<Integer> group = new HashSet<>();
      for (int i = 0; i < places.length; i++) {
        if (places[i].group() == one.group()) {
          group.add(i);
        }
      }
      groups.add(group);
    }
    return groups;
  }

  @Test
  void findsTheClumpsThatThereAre() {
    long seed = new Random().nextLong();
    float[][] units = Directions.clumps(200, 32, 5, 0.3, seed);

    Set<Set<Integer>> found = partition(SphericalKMeans.of(units, 5, 1).places(units));

    assertThat(found)
        .as("seed %s", seed)
        .hasSize(5)
        .allSatisfy(
            group -> assertThat(group.stream().map(i -> i % 5).distinct().count()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9, 17})
  void theRuleFindsHowManyClumpsThereAre(int clumps) {
    float[][] units = Directions.clumps(240, 32, clumps, 0.3, 7L * clumps);

    assertThat(SphericalKMeans.best(units, 30, 1).count()).isEqualTo(clumps);
  }

  @Test
  void whereNothingTellsRowsApartThereIsOneGroup() {
    float[][] units = Directions.clumps(300, 32, 1, 5, 21);

    assertThat(SphericalKMeans.best(units, 30, 1).count()).isEqualTo(1);
  }

  @Test
  void aCentreIsTheMeanDirectionOfItsRows() {
    float[][] units = Directions.clumps(60, 8, 3, 0.3, 5);
    SphericalKMeans groups = SphericalKMeans.of(units, 3, 1);
    Place[] places = groups.places(units);

    for (int g = 0; g < groups.count(); g++) {
      float[] sum = new float[8];
      for (int i = 0; i < units.length; i++) {
        for (int d = 0; d < 8 && places[i].group() == g; d++) {
          sum[d] += units[i][d];
        }
      }
      assertThat(groups.centre(g)).containsExactly(Similarity.normalize(sum), within(1e-5f));
    }
  }

  @Test
  void aPlaceHasTheLargestCosineAndTheSecondLargest() {
    float[][] units = Directions.clumps(60, 8, 4, 0.5, 6);
    SphericalKMeans groups = SphericalKMeans.of(units, 4, 1);

    for (float[] unit : units) {
      double[] cosines = new double[groups.count()];
      Arrays.setAll(cosines, g -> Similarity.dot(unit, groups.centre(g)));
      Place place = groups.place(unit);
      double[] sorted = cosines.clone();
      Arrays.sort(sorted);
      assertThat(place.cosine()).isEqualTo(sorted[3], within(1e-5));
      assertThat(cosines[place.group()]).isEqualTo(sorted[3], within(1e-5));
      assertThat(place.second()).isEqualTo(sorted[2], within(1e-5));
      assertThat(place.silhouette()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void theSameSeedGivesTheSameGroups() {
    float[][] units = Directions.clumps(500, 16, 9, 0.8, 3);

    SphericalKMeans once = SphericalKMeans.of(units, 9, 4);
    SphericalKMeans again = SphericalKMeans.of(units, 9, 4);

    for (int g = 0; g < 9; g++) {
      assertThat(once.centre(g)).isEqualTo(again.centre(g));
    }
  }

  @Test
  void moreGroupsThanRowsAreAsManyAsTheRowsThatDiffer() {
    float[][] units = {{1, 0}, {0, 1}, {1, 0}};

    assertThat(SphericalKMeans.of(units, 10, 1).count()).isEqualTo(2);
    assertThat(SphericalKMeans.best(units, 10, 1).count()).isBetween(1, 2);
  }

  @Test
  void rowsThatAreAllTheSameAreOneGroup() {
    float[][] units = Directions.same(50, 0.6f, 0.8f);

    assertThat(SphericalKMeans.of(units, 5, 1).count()).isEqualTo(1);
    assertThat(SphericalKMeans.best(units, 5, 1).count()).isEqualTo(1);
    assertThat(SphericalKMeans.best(units, 5, 1).silhouette(units)).isZero();
    assertThat(SphericalKMeans.of(units, 5, 1).place(units[0]).cosine()).isEqualTo(1, within(1e-6));
  }

  @Test
  void zeroVectorsBelongSomewhereAndBreakNothing() {
    float[][] units = Directions.clumps(40, 8, 2, 0.2, 2);
    units[0] = new float[8];
    units[1] = new float[8];

    Place[] places = SphericalKMeans.of(units, 3, 1).places(units);

    assertThat(places).allSatisfy(place -> assertThat(place.cosine()).isFinite());
    assertThat(
            SphericalKMeans.best(Directions.same(9, 0, 0), 4, 1)
                .places(units[0].length == 8 ? Directions.same(9, 0, 0) : units))
        .allSatisfy(place -> assertThat(place.cosine()).isZero());
  }

  @Test
  void oneRowIsOneGroup() {
    float[][] units = {{0, 1}};

    assertThat(SphericalKMeans.best(units, 8, 1).count()).isEqualTo(1);
    assertThat(SphericalKMeans.of(units, 1, 1).place(units[0]).second()).isEqualTo(-1);
  }

  @Test
  void noRowsOrNoGroupsMakeNoSense() {
    assertThatThrownBy(() -> SphericalKMeans.of(new float[0][], 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 items");
    assertThatThrownBy(() -> SphericalKMeans.of(new float[][] {{1}}, 0, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("k 0");
    assertThatThrownBy(() -> SphericalKMeans.best(new float[0][], 2, 1))
        .isInstanceOf(InputException.class);
  }
}
