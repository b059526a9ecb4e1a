package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.app.DemoTable.Entry;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Modality;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What counts as right.
class DemoTableTest {
  private static Entry entry(Modality sense, String label, float... vector) {
    DemoSample sample =
        new DemoSample(
            sense + "/" + label,
            sense,
            label,
            "the " + label,
            "us",
            "here",
            "MIT",
            "https://x",
            "test",
            "");
    return new Entry(sample, new Embedding(sense, vector, "f"));
  }

  private final List<Entry> pictures =
      List.of(
          entry(Modality.VISION, "dog", 1, 0, 0),
          entry(Modality.VISION, "bird", 0, 1, 0),
          entry(Modality.VISION, "room", 0, 0, 1));
  private final List<Entry> sounds =
      List.of(
          entry(Modality.AUDIO, "bird", 0.1f, 0.9f, 0),
          entry(Modality.AUDIO, "dog", 0.4f, 0.6f, 0),
          entry(Modality.AUDIO, "sea", 0, 0, 1));

  @Test
  void onlyLabelsThatBothSensesHaveAreCompared() {
    DemoTable table = DemoTable.of(pictures, sounds);

    assertThat(table.rows()).extracting(e -> e.sample().label()).containsExactly("dog", "bird");
    assertThat(table.columns()).extracting(e -> e.sample().label()).containsExactly("bird", "dog");
    assertThat(table.title()).isEqualTo("picture x sound");
    assertThat(DemoTable.of(pictures, List.of()).isEmpty()).isTrue();
  }

  @Test
  void aRowIsRightIfItsLargestCosineIsOfItsLabel() {
    DemoTable table = DemoTable.of(sounds, pictures);

    assertThat(table.isRight(0)).as("the bird's sound").isTrue();
    assertThat(table.isRight(1)).as("the dog's, which is nearer to the bird").isFalse();
    assertThat(table.right()).isEqualTo(1);
    assertThat(table.chance()).isEqualTo(1);
    assertThat(table.toMap()).containsEntry("best", List.of("bird", "bird"));
  }

  @Test
  void aSearchIsRightIfTheFirstIsOfItsLabel() {
    assertThat(DemoSearch.by(sounds.get(0), pictures).isRight()).isTrue();
    assertThat(DemoSearch.by(sounds.get(1), pictures).isRight()).isFalse();
    assertThat(DemoSearch.by(sounds.get(1), pictures).found())
        .extracting(e -> e.sample().label())
        .containsExactly("bird", "dog", "room");
  }

  @Test
  void aSumIsRightIfTheFirstTwoAreOfItsTwoLabels() {
    DemoSearch sum = DemoSearch.bySum(pictures.get(0), sounds.get(0), pictures);

    assertThat(sum.isRight()).isTrue();
    assertThat(sum.cosines().getFirst()).isGreaterThan(sum.cosines().get(2));
    assertThat(DemoSearch.bySum(pictures.get(0), sounds.get(2), pictures).isRight())
        .as("no picture of the sea")
        .isFalse();
  }

  @Test
  void thePageEscapesWhatItShows() {
    Entry nasty = entry(Modality.TEXT, "<b>", 1, 0);
    DemoResult result =
        new DemoResult("<i>", "f", 2, 1, List.of(nasty), List.of(), List.of(), List.of());

    assertThat(DemoPage.render(result))
        .contains("&lt;i&gt;", "the &lt;b&gt;")
        .doesNotContain("<i>", "<b>the");
  }
}
