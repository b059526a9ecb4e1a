package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.explore.NearDuplicates.Document;
import io.github.imagebind4j.explore.NearDuplicates.Kept;
import io.github.imagebind4j.explore.NearDuplicates.Spare;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {
  private static final int DIMENSION = 32;

  private static NearDuplicates search(EmbeddingIndex index, double threshold) {
    return NearDuplicates.in(index, Map.of(), threshold, Filter.ALL, Set.of());
  }

  private static List<List<String>> names(List<List<Document>> groups) {
    return groups.stream().map(group -> group.stream().map(Document::name).toList()).toList();
  }

  private static List<List<String>> groups(EmbeddingIndex index, double threshold) {
    return names(search(index, threshold).groups(_ -> {}));
  }

  /// Unit vectors of a plane, at an angle of which the cosine to others is known.
  private static float[] angle(double degrees) {
    double radians = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
  }

  private static IndexItem at(String id, double degrees) {
    return Directions.item(id, Modality.VISION, angle(degrees));
  }

  @Test
  void whatIsAboveTheThresholdIsAGroupAndWhatIsBelowIsNot() {
    EmbeddingIndex index =
        Directions.index(at("a", 0), at("b", 5), at("c", 90), at("d", 100), at("e", 200));

    assertThat(groups(index, Math.cos(Math.toRadians(6)))).containsExactly(List.of("a", "b"));
    assertThat(groups(index, Math.cos(Math.toRadians(11))))
        .containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void likenessJoinsOverOthersAndTheLargestGroupIsFirst() {
    EmbeddingIndex index =
        Directions.index(
            at("p", 300), at("q", 301), at("a", 0), at("b", 5), at("c", 10), at("d", 15));

    assertThat(groups(index, Math.cos(Math.toRadians(6))))
        .containsExactly(List.of("a", "b", "c", "d"), List.of("p", "q"));
  }

  @Test
  void whatIsSparedIsLikeTheVeryFileThatIsKeptForIt() {
    EmbeddingIndex index =
        Directions.index(at("a", 0), at("b", 5), at("c", 10), at("d", 15), at("e", 20));
    NearDuplicates search = search(index, Math.cos(Math.toRadians(6)));

    List<Kept> kept = search.keep(search.groups(_ -> {}).getFirst());

    assertThat(kept).extracting(one -> one.document().name()).containsExactly("a", "c", "e");
    assertThat(kept.get(0).spares())
        .extracting(spare -> spare.document().name())
        .containsExactly("b");
    assertThat(kept.get(1).spares())
        .extracting(spare -> spare.document().name())
        .containsExactly("d");
    assertThat(kept.get(0).spares().getFirst().cosine())
        .isCloseTo(Math.cos(Math.toRadians(5)), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void itemsOfDifferentModalitiesAreNeverDuplicates() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a", Modality.VISION, angle(0)),
            Directions.item("b", Modality.AUDIO, angle(0)));

    assertThat(groups(index, 0.9)).isEmpty();
  }

  @Test
  void aModalityHasAThresholdOfItsOwn() {
    EmbeddingIndex index =
        Directions.index(
            at("a", 0),
            at("b", 5),
            Directions.item("c", Modality.AUDIO, angle(0)),
            Directions.item("d", Modality.AUDIO, angle(5)));

    NearDuplicates search =
        NearDuplicates.in(index, Map.of(Modality.AUDIO, 0.9), 0.9999, Filter.ALL, Set.of());

    assertThat(names(search.groups(_ -> {}))).containsExactly(List.of("c", "d"));
  }

  @Test
  void equalBytesAreAGroupWhateverTheVectorsSay() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a", Modality.VISION, angle(0), Map.of("sha256", "x")),
            Directions.item("b", Modality.VISION, angle(90), Map.of("sha256", "x")),
            Directions.item("c", Modality.VISION, angle(180), Map.of("sha256", "y")),
            Directions.item("d", Modality.VISION, angle(270)),
            Directions.item("e", Modality.VISION, angle(45)));
    NearDuplicates search = search(index, 0.99);

    List<List<Document>> groups = search.groups(_ -> {});

    assertThat(names(groups)).containsExactly(List.of("a", "b"));
    List<Spare> spares = search.keep(groups.getFirst()).getFirst().spares();
    assertThat(spares).extracting(Spare::equal).containsExactly(true);
  }

  @Test
  void piecesOfOneFileAreNotComparedWithOneAnother() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("f#t=0,2", Modality.AUDIO, angle(0), Map.of("path", "f")),
            Directions.item("f#t=1,3", Modality.AUDIO, angle(0), Map.of("path", "f")));

    assertThat(search(index, 0.9).documents()).isEqualTo(1);
    assertThat(groups(index, 0.9)).isEmpty();
  }

  @Test
  void aClipIsNoDuplicateOfTheFilmThatItIsFrom() {
    List<IndexItem> items = new ArrayList<>();
    for (int piece = 0; piece < 6; piece++) {
      items.add(piece("film", piece, 40 * piece));
      items.add(piece("copy", piece, 40 * piece + 1));
    }
    items.add(piece("clip", 0, 80));

    assertThat(groups(Directions.index(items), 0.99)).containsExactly(List.of("copy", "film"));
  }

  private static IndexItem piece(String path, int number, double degrees) {
    return Directions.item(
        path + "#" + number, Modality.VISION, angle(degrees), Map.of("path", path));
  }

  @Test
  void aFilmWithAnotherSoundIsNoDuplicate() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a#v", Modality.VISION, angle(0), Map.of("path", "a")),
            Directions.item("a#s", Modality.AUDIO, angle(0), Map.of("path", "a")),
            Directions.item("b#v", Modality.VISION, angle(0), Map.of("path", "b")),
            Directions.item("b#s", Modality.AUDIO, angle(90), Map.of("path", "b")));

    assertThat(groups(index, 0.99)).isEmpty();
  }

  @Test
  void membersOfAnArchiveAreFilesOfTheirOwn() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("1", Modality.VISION, angle(0), Map.of("path", "t", "member", "x")),
            Directions.item("2", Modality.VISION, angle(0), Map.of("path", "t", "member", "y")));

    assertThat(groups(index, 0.99)).containsExactly(List.of("t!x", "t!y"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17, 100, 1500})
  void manyCopiesAreOneGroup(int copies) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      items.add(at("copy " + i, 30));
      items.add(at("other " + i, 100 + 200.0 * i / copies));
    }

    List<List<String>> groups = groups(Directions.index(items), 0.9999999);

    assertThat(groups.getFirst()).hasSize(copies).allMatch(name -> name.startsWith("copy"));
  }

  @Test
  void manyEqualFilesAreLookedUpOnceAndBringTheirLikesAlong() {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      for (int piece = 0; piece < 2; piece++) {
        items.add(
            Directions.item(
                "copy " + i + "#" + piece,
                Modality.VISION,
                angle(30 + 60 * piece),
                Map.of("path", "copy " + i, "sha256", "same")));
      }
    }
    items.add(at("picture", 30)); // half of a copy's items are like it: not enough
    items.add(piece("film", 0, 30.01));
    items.add(piece("film", 1, 90.01));

    List<List<String>> groups = groups(Directions.index(items), 0.9999);

    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst()).hasSize(1501).contains("film").doesNotContain("picture");
  }

  @Test
  void theOrderOfPuttingDoesNotMatter() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] vector = Directions.gaussian(DIMENSION, random);
      items.add(Directions.item("a" + i, Modality.VISION, vector));
      if (i % 3 == 0) {
        float[] near = vector.clone();
        near[0] += 0.01f;
        items.add(Directions.item("b" + i, Modality.VISION, near));
      }
    }
    List<List<String>> groups = groups(Directions.index(items), 0.999);
    Collections.shuffle(items, random);

    assertThat(groups).as("seed %s", seed).hasSize(100);
    assertThat(groups(Directions.index(items), 0.999)).as("seed %s", seed).isEqualTo(groups);
  }

  @Test
  void theFilterAndTheModalitiesSayWhatIsCompared() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a", Modality.VISION, angle(0), Map.of("year", 2020)),
            Directions.item("b", Modality.VISION, angle(0), Map.of("year", 2021)),
            Directions.item("c", Modality.VISION, angle(0), Map.of("year", 2021)));

    NearDuplicates newer =
        NearDuplicates.in(index, Map.of(), 0.9, Filter.parse("year > 2020"), Set.of());
    NearDuplicates sounds =
        NearDuplicates.in(index, Map.of(), 0.9, Filter.ALL, Set.of(Modality.AUDIO));

    assertThat(names(newer.groups(_ -> {}))).containsExactly(List.of("b", "c"));
    assertThat(sounds.documents()).isZero();
    assertThat(sounds.groups(_ -> {})).isEmpty();
  }

  @Test
  void anEmptyIndexAndASingleItemHaveNoDuplicates() {
    assertThat(groups(Directions.index(), 0.9)).isEmpty();
    assertThat(groups(Directions.index(at("a", 0)), 0)).isEmpty();
  }

  @Test
  void itemsWithoutADirectionAreLikeNothingEvenAtThresholdZero() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a", Modality.VISION, new float[2]),
            Directions.item("b", Modality.VISION, new float[2]));

    assertThat(groups(index, 0.5)).isEmpty();
  }

  @Test
  void everyItemIsCountedOnce() {
    EmbeddingIndex index =
        Directions.index(
            Directions.item("a", Modality.TEXT, Similarity.normalize(angle(3))), at("b", 0));
    List<Integer> done = new ArrayList<>();

    assertThat(search(index, 0.9).groups(done::add)).isEmpty();
    assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aThresholdIsACosineFromZeroToOne(double threshold) {
    assertThatThrownBy(() -> search(Directions.index(), threshold))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 to 1, got " + threshold);
  }
}
