package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Modality;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static Comparison.Item item(Modality modality, String source, float... vector) {
    return new Comparison.Item(source, new Embedding(modality, vector, "m"));
  }

  private static List<String> titles(Comparison comparison) {
    return comparison.tables().stream().map(table -> table.title("t")).toList();
  }

  @Test
  void tablesComeInTheOrderOfTheReferencesReadmeWhateverTheItemsOrder() {
    Comparison comparison =
        Comparison.of(
            List.of(
                item(Modality.AUDIO, "a", 1, 0),
                item(Modality.TEXT, "t", 1, 0),
                item(Modality.VISION, "v", 1, 0)));

    assertThat(titles(comparison))
        .containsExactly("vision x text, t", "audio x text, t", "vision x audio, t");
  }

  @Test
  void newSensesHaveTheirPlaceBeforeText() {
    Comparison comparison =
        Comparison.of(
            List.of(
                item(Modality.TEXT, "t", 1, 0),
                item(Modality.of("touch"), "x", 1, 0),
                item(Modality.IMU, "i", 1, 0)));

    assertThat(titles(comparison))
        .containsExactly("imu x text, t", "touch x text, t", "imu x touch, t");
  }

  @Test
  void softmaxCountsTheScaleAndCosineDoesNot() {
    Comparison.Table table =
        Comparison.of(
                List.of(
                    item(Modality.VISION, "v", 1, 0),
                    item(Modality.TEXT, "near", 20, 0),
                    item(Modality.TEXT, "far", 0, 20)))
            .tables()
            .getFirst();

    assertThat(table.cosine()[0]).containsExactly(1, 0);
    assertThat(table.softmax()[0][0]).isCloseTo(1 / (1 + Math.exp(-20)), offset(1e-12));
  }

  @Test
  void oneModalityAloneIsComparedWithItselfByCosineOnly() {
    Comparison comparison =
        Comparison.of(
            List.of(item(Modality.TEXT, "a", 1, 0), item(Modality.TEXT, "b", 0.6f, 0.8f)));

    assertThat(comparison.tables()).hasSize(1);
    assertThat(comparison.tables().getFirst().softmax()).isEmpty();
    assertThat(comparison.tables().getFirst().cosine()[0][1]).isCloseTo(0.6, offset(1e-6));
    assertThat(comparison.toText()).contains("text x text, cosine").doesNotContain("softmax");
  }

  @Test
  void filesAreShownWithoutTheirFoldersUnlessTheirNamesCollide() {
    Comparison distinct =
        Comparison.of(
            List.of(
                item(Modality.VISION, "/x/a.jpg", 1, 0),
                item(Modality.VISION, "/y/b.jpg", 1, 0),
                item(Modality.TEXT, "a/c text", 1, 0)));
    Comparison colliding =
        Comparison.of(
            List.of(
                item(Modality.VISION, "/x/a.jpg", 1, 0),
                item(Modality.VISION, "/y/a.jpg", 1, 0),
                item(Modality.TEXT, "t", 1, 0)));

    assertThat(distinct.tables().getFirst().rowLabels()).containsExactly("a.jpg", "b.jpg");
    assertThat(distinct.tables().getFirst().columnLabels()).containsExactly("a/c text");
    assertThat(colliding.tables().getFirst().rowLabels()).containsExactly("/x/a.jpg", "/y/a.jpg");
  }

  @Test
  void theTableStarsEachRowsLargestNumber() {
    String text =
        TextTable.render(
            "title",
            List.of("r1", "r2"),
            List.of("c1", "c2"),
            new double[][] {{0.25, 0.75}, {1, -1}});

    assertThat(text.lines())
        .containsExactly(
            "title", "          c1        c2", "r1   0.2500    0.7500*", "r2   1.0000*  -1.0000 ");
  }

  @Test
  void longLabelsKeepTheirTellingEnd() {
    assertThat(TextTable.shorten("/a/long/path/to/file.jpg", 10)).isEqualTo("…/file.jpg");
    assertThat(TextTable.shorten("a sentence with words", 10)).isEqualTo("a sentenc…");
    assertThat(TextTable.shorten("two\nlines", 20)).isEqualTo("two lines");
    assertThat(TextTable.shorten("😀😀😀😀", 3)).isEqualTo("…😀😀");
  }

  @Test
  void thePageEscapesWhatItShows() {
    String page =
        ComparisonPage.render(
            Comparison.of(
                List.of(
                    item(Modality.VISION, "<script>alert(1)</script>.jpg", 1, 0),
                    item(Modality.TEXT, "a & \"b\"", -1, 0))));

    assertThat(page)
        .doesNotContain("<script>")
        .contains("a &amp; &quot;b&quot;", "-1.0000", "<caption>vision x text, cosine");
  }
}
