package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochPlanTest {

  private static List<Item> items(String prefix, Modality modality, String label, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            TestMedia.item(
                prefix + label + i, modality, Path.of(prefix + i), label, label + "#" + i))
        .toList();
  }

  private static PairTable table(PairSource source) {
    return new PairTable(source, _ -> true);
  }

  /// Pictures and sounds of labels with 1, 2, … n items.
  private static PairSource stairs(int labels) {
    List<Item> left = new ArrayList<>();
    List<Item> right = new ArrayList<>();
    for (int i = 1; i <= labels; i++) {
      left.addAll(items("v", Modality.VISION, "label" + i, 3));
      right.addAll(items("a", Modality.AUDIO, "label" + i, i));
    }
    return PairSource.of("stairs", new PairPlan.SharedLabel(), left, right);
  }

  @Test
  void everyEntryComesOnceInAnEpochThatDividesEvenly() {
    EpochPlan plan = new EpochPlan(List.of(table(stairs(8))), 6, 0, 1);
    assertThat(plan.steps()).isEqualTo(6);
    assertThat(plan.order(0)).containsExactlyInAnyOrder(IntStream.range(0, 36).toArray());
    assertThat(plan.order(1)).isNotEqualTo(plan.order(0));
    assertThat(new EpochPlan(List.of(table(stairs(8))), 6, 0, 1).order(3)).isEqualTo(plan.order(3));
    assertThat(new EpochPlan(List.of(table(stairs(8))), 6, 0, 2).order(3))
        .isNotEqualTo(plan.order(3));
  }

  @Test
  void noBatchHasMoreOfAGroupThanAllowed() {
    for (int most : new int[] {1, 2, 3}) {
      EpochPlan plan = new EpochPlan(List.of(table(stairs(12))), 9, most, 5);
      assertThat(plan.steps()).isPositive();
      for (int epoch = 0; epoch < 20; epoch++) {
        int[] order = plan.order(epoch);
        assertThat(order).hasSize(plan.steps() * 9).doesNotHaveDuplicates();
        for (int step = 0; step < plan.steps(); step++) {
          Map<Integer, Integer> counts = new HashMap<>();
          for (int i = 0; i < 9; i++) {
            counts.merge(plan.group(order[step * 9 + i]), 1, Integer::sum);
          }
          assertThat(counts.values()).allMatch(count -> count <= most);
        }
      }
    }
  }

  @Test
  void replicationAndFractionsOfIt() {
    EpochPlan plan = new EpochPlan(List.of(table(stairs(8).replicated(2.5))), 10, 0, 1);
    assertThat(plan.steps()).isEqualTo(9);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int entry : plan.order(0)) {
      counts.merge(entry, 1, Integer::sum);
    }
    assertThat(counts).hasSize(36);
    assertThat(counts.values()).allMatch(count -> count == 2 || count == 3);
  }

  @Test
  void fractionsWithABoundFillEveryBatch() {
    for (double times : new double[] {0.3, 1.25, 1.9}) {
      EpochPlan plan = new EpochPlan(List.of(table(stairs(12).replicated(times))), 5, 1, 1);
      for (int epoch = 0; epoch < 30; epoch++) {
        assertThat(plan.order(epoch)).hasSize(plan.steps() * 5);
      }
    }
  }

  @Test
  void weightsShareOutTheEpoch() {
    PairTable small = table(stairs(4).weighted(3));
    PairTable large = table(stairs(9).weighted(1));
    EpochPlan plan = new EpochPlan(List.of(small, large), 11, 0, 1);
    long ofSmall = java.util.Arrays.stream(plan.order(0)).filter(entry -> entry < 10).count();
    assertThat(plan.order(0)).hasSize(55);
    assertThat(ofSmall).isEqualTo(41);
  }

  @Test
  void tooFewPairsTellTheReplicationThatIsNeeded() {
    assertThatThrownBy(() -> new EpochPlan(List.of(table(stairs(2))), 9, 0, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("3.00 times");
    assertThatThrownBy(() -> new EpochPlan(List.of(table(stairs(8))), 9, 1, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there are 8 groups");
  }

  @Test
  void naturalPairsShareTheirKeyAndLabelPairsTheirLabel() {
    List<Item> left = new ArrayList<>(items("v", Modality.VISION, "dog", 4));
    left.addAll(items("v", Modality.VISION, "cat", 4));
    List<Item> right = new ArrayList<>(items("d", Modality.DEPTH, "dog", 3));
    right.addAll(items("d", Modality.DEPTH, "bird", 2));
    Draws draws = new Draws(7);
    PairTable natural = table(PairSource.of("n", new PairPlan.Natural(), left, right));
    assertThat(natural.size()).isEqualTo(3);
    assertThat(natural.dropped()).isEqualTo(2);
    PairTable label = table(PairSource.of("l", new PairPlan.SharedLabel(), left, right));
    List<String> partners = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      PairTable.Pair pair = natural.draw(i % 3, draws);
      assertThat(pair.left().pairKey()).isEqualTo(pair.right().pairKey());
      PairTable.Pair same = label.draw(0, draws);
      assertThat(same.left().label()).isEqualTo("dog");
      partners.add(same.left().id());
    }
    assertThat(partners).contains("vdog0", "vdog1", "vdog2", "vdog3");
    assertThatThrownBy(() ->
            table(
                PairSource.of(
                    "none", new PairPlan.Natural(), left, items("a", Modality.AUDIO, "sea", 2))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none has no pair");
  }

  @Test
  void textsAreDrawnByTheirWeights() {
    List<Item> left = items("v", Modality.VISION, "fire_truck", 1);
    List<Item> texts = List.of(TestMedia.text("t", "a red engine", "fire_truck"));
    PairPlan plan = new PairPlan.WithText(2, 1, 1, List.of("a photo of a {}.", "{}!"), Map.of());
    PairTable table = table(PairSource.of("t", plan, left, texts));
    Map<String, Integer> counts = new HashMap<>();
    Draws draws = new Draws(3);
    for (int i = 0; i < 8000; i++) {
      counts.merge(table.draw(0, draws).right().captions().getFirst(), 1, Integer::sum);
    }
    assertThat(counts)
        .containsOnlyKeys(
            "a fire_truck", "a red engine", "a photo of a fire truck.", "fire truck!");
    assertThat(counts.get("a fire_truck")).isBetween(3800, 4200);
    assertThat(counts.get("a red engine")).isBetween(1850, 2150);
    assertThat(counts.get("fire truck!")).isBetween(850, 1150);
  }

  @Test
  void templatesNeedTheirPlace() {
    assertThatThrownBy(() -> new PairPlan.WithText(0, 0, 1, List.of("a photo"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no {}");
  }
}
