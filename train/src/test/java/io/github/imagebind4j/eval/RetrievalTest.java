package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {

  private static float[][] random(Random random, int count, int dimension) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  @Test
  void pairsOfAHandMadeTableAreRankedByHand() {
    float[][] targets = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    // Query 0 is nearest to its own; query 1 second nearest; query 2 last.
    float[][] queries = {{3, 2, 1}, {3, 2, 1}, {3, 2, 1}};

    RetrievalScores scores = Retrieval.of(queries, targets);

    assertThat(scores.queries()).isEqualTo(3);
    assertThat(scores.targets()).isEqualTo(3);
    assertThat(scores.found().recallAt1()).isCloseTo(1 / 3.0, offset(1e-12));
    assertThat(scores.found().recallAt5()).isOne();
    assertThat(scores.found().medianRank()).isEqualTo(2);
    double mean = (1 + 1 / 2.0 + 1 / 3.0) / 3;
    assertThat(scores.found().meanReciprocalRank()).isCloseTo(mean, offset(1e-12));
    assertThat(scores.found().meanAveragePrecision()).isCloseTo(mean, offset(1e-12));
  }

  @Test
  void severalPartnersCountInTheAveragePrecision() {
    float[][] targets = {{4, 0, 0, 0, 0}, {0, 4, 0, 0, 0}, {0, 0, 4, 0, 0}, {0, 0, 0, 4, 0}};
    float[][] query = {{4, 3, 2, 1, 0}}; // the targets in this order; right are the 2nd and the 4th

    RetrievalScores scores = Retrieval.of(query, targets, new int[] {7}, new int[] {1, 7, 1, 7});

    assertThat(scores.found().medianRank()).isEqualTo(2);
    assertThat(scores.found().meanAveragePrecision())
        .isCloseTo((1 / 2.0 + 2 / 4.0) / 2, offset(1e-12));
  }

  @Test
  void aModelThatMapsEverythingToOnePointIsWorseThanChance() {
    float[][] same = new float[50][16];
    Arrays.stream(same).forEach(vector -> Arrays.fill(vector, 0.3f));

    RetrievalScores scores = Retrieval.of(same, same);

    assertThat(scores.found().recallAt1()).isZero();
    assertThat(scores.found().recallAt10()).isZero();
    assertThat(scores.found().medianRank()).isEqualTo(50);
  }

  @Test
  void agreesWithTheNaiveDefinitionOnRandomGroups() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int dimension = 1 + random.nextInt(37);
      float[][] queries = random(random, 1 + random.nextInt(150), dimension);
      float[][] targets = random(random, 1 + random.nextInt(300), dimension);
      int[] targetGroups = random.ints(targets.length, 0, 9).toArray();
      int[] queryGroups = random.ints(queries.length, 0, 12).toArray();
      queryGroups[0] = targetGroups[0];

      RetrievalScores.Rates found =
          Retrieval.of(queries, targets, queryGroups, targetGroups).found();
      double[] naive = naive(queries, targets, queryGroups, targetGroups, false);

      assertThat(
              new double[] {
                found.recallAt1(),
                found.recallAt5(),
                found.meanReciprocalRank(),
                found.meanAveragePrecision()
              })
          .as("seed %d", seed)
          .containsExactly(naive, offset(1e-9));
    }
  }

  @Test
  void nothingFindsItself() {
    Random random = new Random(5);
    float[][] vectors = random(random, 60, 8);
    int[] groups = random.ints(60, 0, 7).toArray();

    RetrievalScores scores = Retrieval.within(vectors, groups);
    double[] naive = naive(vectors, vectors, groups, groups, true);

    assertThat(scores.targets()).isEqualTo(59);
    assertThat(scores.found().recallAt1()).isCloseTo(naive[0], offset(1e-12));
    assertThat(scores.found().meanAveragePrecision()).isCloseTo(naive[3], offset(1e-9));
  }

  /// R@1, R@5, MRR and mAP by sorting.
  private static double[] naive(
      float[][] queries, float[][] targets, int[] queryGroups, int[] targetGroups, boolean self) {
    double[] sums = new double[4];
    int counted = 0;
    for (int q = 0; q < queries.length; q++) {
      int query = q;
      List<Integer> order = new ArrayList<>(IntStream.range(0, targets.length).boxed().toList());
      order.removeIf(t -> self && t == query);
      order.sort((a, b) ->
          Double.compare(cosine(queries[query], targets[b]), cosine(queries[query], targets[a])));
      List<Integer> places = new ArrayList<>();
      for (int place = 1; place <= order.size(); place++) {
        if (targetGroups[order.get(place - 1)] == queryGroups[q]) {
          places.add(place);
        }
      }
      if (places.isEmpty()) {
        continue;
      }
      counted++;
      sums[0] += places.getFirst() <= 1 ? 1 : 0;
      sums[1] += places.getFirst() <= 5 ? 1 : 0;
      sums[2] += 1.0 / places.getFirst();
      double precision = 0;
      for (int i = 0; i < places.size(); i++) {
        precision += (i + 1.0) / places.get(i);
      }
      sums[3] += precision / places.size();
    }
    int n = counted;
    return Arrays.stream(sums).map(sum -> sum / n).toArray();
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }

  @Test
  void chanceIsWhatRandomOrdersGiveOnAverage() {
    long seed = 11;
    Random random = new Random(seed);
    int[] groups = {0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 4};
    int[] ranks = new int[groups.length];
    double[] precisions = new double[groups.length];
    int[] partners = new int[groups.length];
    double[] sums = new double[5];
    int draws = 40_000;
    RetrievalScores.Rates chance = Chance.rates(Map.of(1, 1), 1);
    for (int draw = 0; draw < draws; draw++) {
      for (int q = 0; q < groups.length; q++) {
        int query = q;
        float[] scores = new float[groups.length];
        for (int t = 0; t < scores.length; t++) {
          scores[t] = random.nextFloat();
        }
        partners[q] = (int) Arrays.stream(groups).filter(g -> g == groups[query]).count();
        Ranking ranking = Ranking.of(scores, t -> groups[t] == groups[query], partners[q], -1);
        ranks[q] = ranking.first();
        precisions[q] = ranking.averagePrecision();
      }
      RetrievalScores scores = RetrievalScores.of(ranks, precisions, partners, groups.length);
      chance = scores.chance();
      RetrievalScores.Rates found = scores.found();
      double[] one = {
        found.recallAt1(),
        found.recallAt5(),
        found.recallAt10(),
        found.meanReciprocalRank(),
        found.meanAveragePrecision()
      };
      for (int i = 0; i < sums.length; i++) {
        sums[i] += one[i] / draws;
      }
    }

    assertThat(
            new double[] {
              chance.recallAt1(),
              chance.recallAt5(),
              chance.recallAt10(),
              chance.meanReciprocalRank(),
              chance.meanAveragePrecision()
            })
        .as("seed %d", seed)
        .containsExactly(sums, offset(0.003));
  }

  @Test
  void theChanceOfOnePartnerAmongNIsOneInN() {
    float[][] vectors = random(new Random(3), 200, 4);

    RetrievalScores.Rates chance = Retrieval.of(vectors, vectors).chance();

    assertThat(chance.recallAt1()).isCloseTo(0.005, offset(1e-12));
    assertThat(chance.recallAt10()).isCloseTo(0.05, offset(1e-12));
    assertThat(chance.medianRank()).isEqualTo(100);
  }

  @Test
  void theOrderOfTheItemsChangesNothing() {
    Random random = new Random(9);
    float[][] queries = random(random, 90, 24);
    float[][] targets = random(random, 90, 24);
    List<Integer> order = new ArrayList<>(IntStream.range(0, 90).boxed().toList());
    Collections.shuffle(order, random);
    float[][] shuffledQueries = order.stream().map(i -> queries[i]).toArray(float[][]::new);
    float[][] shuffledTargets = order.stream().map(i -> targets[i]).toArray(float[][]::new);

    assertThat(Retrieval.of(shuffledQueries, shuffledTargets).found().recallAt10())
        .isEqualTo(Retrieval.of(queries, targets).found().recallAt10());
  }

  @Test
  void queriesWithoutAPartnerAreLeftOutAndCounted() {
    float[][] vectors = {{1, 0}, {0, 1}};

    RetrievalScores scores = Retrieval.of(vectors, vectors, new int[] {1, 9}, new int[] {1, 2});

    assertThat(scores.queries()).isOne();
    assertThat(scores.left()).isOne();
    assertThat(scores.found().recallAt1()).isOne();
  }

  @Test
  void aVectorWithoutDirectionIsRefusedByItsPlace() {
    float[][] good = {{1, 0}, {0, 1}};
    float[][] zero = {{1, 0}, {0, 0}};
    float[][] nan = {{1, 0}, {Float.NaN, 0}};

    assertThatThrownBy(() -> Retrieval.of(good, zero))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("target 1");
    assertThatThrownBy(() -> Retrieval.of(nan, good))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("query 1");
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    float[][] two = {{1, 0}, {0, 1}};
    float[][] one = {{1, 0}};
    float[][] wide = {{1, 0, 0}, {0, 1, 0}};

    assertThatThrownBy(() -> Retrieval.of(two, one)).hasMessageContaining("2 and 1");
    assertThatThrownBy(() -> Retrieval.of(two, wide)).hasMessageContaining("dimensions");
    assertThatThrownBy(() -> Retrieval.of(two, two, new int[1], new int[2]))
        .hasMessageContaining("queries");
    assertThatThrownBy(() -> Retrieval.of(two, two, new int[] {1, 2}, new int[] {3, 4}))
        .hasMessageContaining("none of 2 queries");
  }
}
