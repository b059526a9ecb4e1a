package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionsTest {
  @TempDir private Path temp;

  private static TagSpan span(Sense sense, double from, double to, String label) {
    List<Tag> tags =
        label.isEmpty() ? List.of() : List.of(new Tag(label, 0.9, OptionalDouble.empty()));
    return new TagSpan(sense, from, to, tags, List.of(), Optional.empty(), false, Optional.empty());
  }

  private String written(Captions.Format format, List<TagSpan> spans) throws IOException {
    Path file = temp.resolve("captions");
    try (Captions captions = Captions.create(file, format)) {
      captions.write(spans);
    }
    return Files.readString(file);
  }

  private static final List<TagSpan> WALK =
      List.of(
          span(Sense.SEEN, 0, 8, "a dog"),
          span(Sense.SEEN, 8, 3_661.5, "R&B <fans> --> here"),
          span(Sense.HEARD, 0, 4, "barking"),
          span(Sense.HEARD, 4, 8, "barking"),
          span(Sense.HEARD, 8, 12, ""),
          span(Sense.HEARD, 12, 3_661.5, "wind"));

  @Test
  void webVttHasCuesThatDoNotOverlapWithALineForEachSense() throws IOException {
    assertThat(written(Captions.Format.VTT, WALK))
        .isEqualTo(
            """
            WEBVTT

            NOTE by imagebind4j describe

            1
            00:00:00.000 --> 00:00:08.000
            seen: a dog
            heard: barking

            2
            00:00:08.000 --> 00:00:12.000
            seen: R&amp;B &lt;fans&gt; -&gt; here

            3
            00:00:12.000 --> 01:01:01.500
            seen: R&amp;B &lt;fans&gt; -&gt; here
            heard: wind
            """);
  }

  @Test
  void subRipHasCommasAndNumbersAndNoHeader() throws IOException {
    assertThat(written(Captions.Format.SRT, WALK))
        .isEqualTo(
            """
            1
            00:00:00,000 --> 00:00:08,000
            seen: a dog
            heard: barking

            2
            00:00:08,000 --> 00:00:12,000
            seen: R&B (fans) -) here

            3
            00:00:12,000 --> 01:01:01,500
            seen: R&B (fans) -) here
            heard: wind
            """);
  }

  @Test
  void whereNothingIsSaidThereIsNoCue() throws IOException {
    List<TagSpan> spans = List.of(span(Sense.SEEN, 0, 4, ""), span(Sense.SEEN, 4, 8, "a dog"));

    assertThat(written(Captions.Format.SRT, spans))
        .isEqualTo("1\n00:00:04,000 --> 00:00:08,000\nseen: a dog\n");
    assertThat(written(Captions.Format.VTT, List.of()))
        .isEqualTo("WEBVTT\n\nNOTE by imagebind4j describe\n");
  }

  @Test
  void aCueIsInTheFileAsSoonAsItIsKnownToHaveEnded() throws IOException {
    Path file = temp.resolve("live.vtt");
    try (Captions captions = Captions.create(file, Captions.Format.VTT)) {
      captions.piece(0, 4, List.of(span(Sense.HEARD, 0, 4, "rain")));
      captions.piece(4, 8, List.of(span(Sense.HEARD, 4, 8, "rain")));
      assertThat(file).content().doesNotContain("rain");
      captions.piece(8, 12, List.of(span(Sense.HEARD, 8, 12, "thunder")));
      assertThat(file).content().endsWith("00:00:00.000 --> 00:00:08.000\nheard: rain\n");
    }
    assertThat(file).content().endsWith("00:00:08.000 --> 00:00:12.000\nheard: thunder\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = temp.resolve("no/folder/a.vtt");

    assertThatThrownBy(() -> Captions.create(file, Captions.Format.VTT))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("a.vtt");
  }
}
