package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A made-up space with a gap: each item is its subject's direction, its modality's, and noise.
class FairRankingTest {
  private static final long SEED = 20260101;
  private static final int DIMENSIONS = 64;
  private static final int SUBJECTS = 40;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final float[][] subjects = directions(SUBJECTS);
  private final Map<Modality, float[]> cones =
      Map.of(
          Modality.VISION, directions(1)[0],
          Modality.AUDIO, directions(1)[0],
          Modality.TEXT, directions(1)[0]);

  private float[][] directions(int count) {
    float[][] directions = new float[count][DIMENSIONS];
    for (float[] direction : directions) {
      for (int d = 0; d < DIMENSIONS; d++) {
        direction[d] = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
      }
    }
    return directions;
  }

  /// @param gap how much the modality counts beside the subject
  private Embedding embedding(Modality modality, int subject, double gap) {
    float[] cone = cones.getOrDefault(modality, new float[DIMENSIONS]);
    float[] noise = directions(1)[0];
    float[] vector = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] = (float) (subjects[subject][d] + gap * cone[d] + 0.5 * noise[d]);
    }
    return new Embedding(modality, vector, "m");
  }

  private ExactIndex index(int pictures, int sounds, double gap) {
    ExactIndex index = new ExactIndex();
    for (int i = 0; i < pictures; i++) {
      index.add("picture-" + i, embedding(Modality.VISION, i % SUBJECTS, gap));
    }
    for (int i = 0; i < sounds; i++) {
      index.add("sound-" + i, embedding(Modality.AUDIO, i % SUBJECTS, gap));
    }
    return index;
  }

  private static long count(List<FairHit> hits, Modality modality) {
    return hits.stream().filter(hit -> hit.hit().modality().equals(modality)).count();
  }

  @Test
  void noModalityRulesAMixedListAndWhatBelongsTogetherIsFound() {
    System.out.println("seed " + SEED);
    try (ExactIndex index = index(400, 400, 2)) {
      FairRanking fair = FairRanking.learn(index);
      int right = 0;
      int pictures = 0;
      int alone = 0; // queries whose hits are all of one modality
      for (int subject = 0; subject < SUBJECTS; subject++) {
        Embedding query = embedding(Modality.VISION, subject, 2);
        List<Hit> raw = index.search(query, 10);
        assertThat(raw).allMatch(hit -> hit.modality().equals(Modality.VISION)); // the gap

        List<FairHit> hits = fair.search(index, IndexQuery.of(query, 10));

        assertThat(hits).hasSize(10);
        pictures += (int) count(hits, Modality.VISION);
        alone += count(hits, Modality.VISION) % 10 == 0 ? 1 : 0;
        assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        int wanted = subject;
        right +=
            (int)
                hits.stream()
                    .filter(hit -> {
                      String id = hit.hit().id();
                      int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
                      return number % SUBJECTS == wanted;
                    })
                    .count();
      }
      assertThat(pictures / (10.0 * SUBJECTS)).isBetween(0.3, 0.7);
      assertThat(alone).isLessThanOrEqualTo(SUBJECTS / 10);
      assertThat(right / (10.0 * SUBJECTS)).isGreaterThan(0.9);
    }
  }

  @Test
  void modalitiesThatAreNamedHaveTheirBestInTheList() {
    try (ExactIndex index = index(400, 400, 2)) {
      FairRanking fair = FairRanking.learn(index);
      for (int subject = 0; subject < SUBJECTS; subject++) {
        IndexQuery any = IndexQuery.of(embedding(Modality.VISION, subject, 2), 3);
        IndexQuery both = any.in(Set.of(Modality.VISION, Modality.AUDIO));
        FairHit best = fair.search(index, any).getFirst();

        List<FairHit> hits = fair.search(index, both);

        assertThat(hits).hasSize(3).first().isEqualTo(best);
        assertThat(count(hits, Modality.VISION)).isBetween(1L, 2L);
        assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(
                fair.search(
                    index,
                    new IndexQuery(
                        both.embedding(), 1, both.modalities(), both.filter(), both.effort())))
            .containsExactly(best); // no room for both
      }
    }
  }

  @Test
  void whatAQueryIsMadeOfIsNotFoundAndTakesNoOnesPlace() {
    try (ExactIndex index = index(400, 400, 2)) {
      FairRanking fair = FairRanking.learn(index);
      for (String id : List.of("picture-7", "sound-7")) {
        Embedding query = index.get(id).orElseThrow().embedding();
        IndexQuery both = IndexQuery.of(query, 2).in(Set.of(Modality.VISION, Modality.AUDIO));

        List<FairHit> hits = fair.search(index, both, Map.of(query.modality(), 1.0), Set.of(id));

        assertThat(hits).hasSize(2).noneMatch(hit -> hit.hit().id().equals(id));
        assertThat(count(hits, Modality.VISION)).isEqualTo(1);
      }
    }
  }

  @Test
  void theQuerysOwnModalityNeedNotBeInTheIndex() {
    try (ExactIndex index = index(200, 200, 2)) {
      FairRanking fair = FairRanking.learn(index);
      List<FairHit> hits = fair.search(index, IndexQuery.of(embedding(Modality.TEXT, 3, 2), 10));

      assertThat(count(hits, Modality.VISION)).isBetween(2L, 8L);
    }
  }

  @Test
  void aFewItemsOfAModalityAreHeldAgainstTheOthersNotAgainstThemselves() {
    try (ExactIndex index = index(400, 3, 2)) {
      FairRanking fair = FairRanking.learn(index);
      Embedding query = embedding(Modality.VISION, 1, 2); // sound-1 belongs to it

      List<FairHit> hits = fair.search(index, IndexQuery.of(query, 20));

      assertThat(hits.subList(0, 15)).extracting(hit -> hit.hit().id()).contains("sound-1");
      assertThat(hits.subList(0, 5))
          .extracting(hit -> hit.hit().id())
          .doesNotContain("sound-0", "sound-2");
    }
  }

  @Test
  void scoresAreTheCosinesInTermsOfWhatIsUsual() {
    try (ExactIndex index = index(100, 100, 1)) {
      FairRanking fair = FairRanking.learn(index);
      Embedding query = embedding(Modality.VISION, 0, 1);
      for (FairHit hit : fair.search(index, IndexQuery.of(query, 200))) {
        assertThat(hit.score())
            .isCloseTo(
                (hit.hit().score() - hit.background().mean()) / hit.background().reach(),
                within(1e-12));
        Background usual = fair.background(query, hit.hit().modality());
        assertThat(hit.background().mean()).isCloseTo(usual.mean(), within(0.02));
        assertThat(hit.background().reach()).isCloseTo(usual.reach(), within(0.03));
      }
    }
  }

  @Test
  void whatIsUsualIsTheMeanAndWhatTheBestHundredthReaches() {
    try (ExactIndex index = index(300, 300, 1)) {
      FairRanking fair = FairRanking.learn(index);
      List<Double> reached = new java.util.ArrayList<>();
      for (int subject = 0; subject < SUBJECTS; subject++) {
        Embedding query = embedding(Modality.VISION, subject, 1);
        double[] cosines =
            index.search(IndexQuery.of(query, 600).in(Set.of(Modality.AUDIO))).stream()
                .mapToDouble(Hit::score)
                .toArray();
        double mean = Arrays.stream(cosines).average().orElseThrow();

        Background usual = fair.background(query, Modality.AUDIO);

        assertThat(usual.mean()).isCloseTo(mean, within(1e-6));
        reached.add(usual.fair(cosines[2])); // the best hundredth of 300
      }
      assertThat(reached.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
          .isCloseTo(1, within(0.15));
    }
  }

  @Test
  void modalitiesAndFiltersAreKeptTo() {
    try (ExactIndex index = index(50, 50, 1)) {
      FairRanking fair = FairRanking.learn(index);
      Embedding query = embedding(Modality.VISION, 0, 1);

      assertThat(fair.search(index, IndexQuery.of(query, 5).in(Set.of(Modality.AUDIO))))
          .hasSize(5)
          .allMatch(hit -> hit.hit().modality().equals(Modality.AUDIO));
      assertThat(fair.search(index, IndexQuery.of(query, 5).where(Filter.parse("has year"))))
          .isEmpty();
    }
  }

  @Test
  void theSampleDependsOnIdsAndSeedNotOnTheOrder() {
    List<IndexItem> items =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> new IndexItem("i" + i, embedding(Modality.VISION, 0, 1), Fields.NONE))
            .collect(Collectors.toList());
    FairRanking.Learner one = FairRanking.learner(20, 1);
    items.forEach(one::see);
    java.util.Collections.reverse(items);
    FairRanking.Learner two = FairRanking.learner(20, 1);
    items.forEach(two::see);
    FairRanking.Learner other = FairRanking.learner(20, 2);
    items.forEach(other::see);

    assertThat(ids(one)).hasSize(20).isEqualTo(ids(two)).isNotEqualTo(ids(other));
    assertThat(one.result().size()).isEqualTo(300);
  }

  private static Set<String> ids(FairRanking.Learner learner) {
    FairRanking.Sample sample =
        Objects.requireNonNull(learner.result().samples().get(Modality.VISION));
    return sample.units().keySet();
  }

  @Test
  void itIsKeptInAFileToTheLastBit() {
    try (ExactIndex index = index(30, 10, 1)) {
      FairRanking fair = FairRanking.learn(index);
      Path file = folder.resolve("fair");

      fair.save(file);
      fair.save(file); // again, over the first
      FairRanking back = FairRanking.load(file);

      Embedding query = embedding(Modality.VISION, 0, 1);
      assertThat(back.space()).isEqualTo(fair.space());
      assertThat(back.size()).isEqualTo(40);
      assertThat(back.search(index, IndexQuery.of(query, 10)))
          .isEqualTo(fair.search(index, IndexQuery.of(query, 10)));
    }
  }

  @Test
  void aDamagedFileIsRefusedWhereverItIsCut() throws IOException {
    try (ExactIndex index = index(3, 2, 1)) {
      Path file = folder.resolve("fair");
      FairRanking.learn(index).save(file);
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length += 7) {
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> FairRanking.load(cut))
            .isInstanceOf(IndexException.class)
            .hasMessageContaining("delete it");
      }
      for (int at = 0; at < Math.min(60, whole.length); at++) {
        byte[] changed = whole.clone();
        changed[at] = (byte) ~changed[at];
        Path broken = Files.write(folder.resolve("broken"), changed);
        try {
          FairRanking.load(broken);
        } catch (IndexException e) {
          assertThat(e).hasMessageContaining("delete it");
        }
      }
    }
  }

  @Test
  void anEmptyIndexAndAnotherModelAreRefused() {
    try (ExactIndex index = new ExactIndex()) {
      assertThatThrownBy(() -> FairRanking.learn(index))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("empty");
      index.add("a", embedding(Modality.VISION, 0, 1));
      Embedding other = new Embedding(Modality.VISION, new float[DIMENSIONS], "another");
      assertThatThrownBy(() -> FairRanking.learn(index).search(index, IndexQuery.of(other, 1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another");
    }
  }
}
