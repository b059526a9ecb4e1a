package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Modality;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// How belief is shared out among labels, and how neighbouring segments become spans.
class SpanTrackTest {
  private static final LabelSpace SPACE =
      new LabelSpace(
          new LabelList(
              "test",
              List.of(
                  new LabelList.Label("dog", "animals"),
                  new LabelList.Label("wolf", "animals"),
                  new LabelList.Label("car", ""))),
          new float[][] {{10, 0, 0}, {0, 10, 0}, {0, 0, 10}},
          OptionalDouble.empty(),
          StandOut.NONE);

  private static SpanTrack.Segment segment(int number, double... shares) {
    TagShares tags = new TagShares(SPACE);
    tags.add(shares, new double[shares.length]);
    return new SpanTrack.Segment(number, number + 1, tags, Optional.empty());
  }

  private static SpanTrack.Segment silence(int number) {
    return new SpanTrack.Segment(number, number + 1, null, Optional.empty());
  }

  private static List<TagSpan> spans(SpanTrack.Segment... segments) {
    SpanTrack track = new SpanTrack(Sense.HEARD, 2, 0.2);
    List.of(segments).forEach(track::add);
    return track.finish();
  }

  @Test
  void probabilitiesAreTheSoftmaxOverTheScaledProducts() {
    Embedding media = new Embedding(Modality.AUDIO, new float[] {0.3f, 0.1f, 0}, "m");

    double[] shares = SPACE.probabilities(media);

    double sum = Math.exp(3) + Math.exp(1) + 1;
    assertThat(shares[0]).isCloseTo(Math.exp(3) / sum, offset(1e-6));
    assertThat(shares[1]).isCloseTo(Math.exp(1) / sum, offset(1e-6));
    assertThat(shares[2]).isCloseTo(1 / sum, offset(1e-6));
  }

  @Test
  void aScaleOfOnesOwnMultipliesCosines() {
    LabelSpace soft =
        new LabelSpace(
            new LabelList("test", SPACE.labels()),
            new float[][] {{10, 0, 0}, {0, 10, 0}, {0, 0, 10}},
            OptionalDouble.of(2),
            StandOut.NONE);

    double[] shares = soft.probabilities(new Embedding(Modality.AUDIO, new float[] {7, 0, 0}, "m"));

    assertThat(shares[0]).isCloseTo(Math.exp(2) / (Math.exp(2) + 2), offset(1e-6));
  }

  @Test
  void neighboursWithTheSameFirstLabelAreOneSpanWithTheirMean() {
    List<TagSpan> spans = spans(segment(0, 0.5, 0.4, 0.1), segment(1, 0.7, 0.1, 0.2));

    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().from()).isEqualTo(0);
    assertThat(spans.getFirst().to()).isEqualTo(2);
    assertThat(spans.getFirst().tags()).extracting(Tag::label).containsExactly("dog", "wolf");
    assertThat(spans.getFirst().tags().getFirst().probability()).isCloseTo(0.6, offset(1e-9));
  }

  @Test
  void neighboursWithTheSameLabelsInAnotherOrderAreOneSpan() {
    assertThat(spans(segment(0, 0.5, 0.4, 0.1), segment(1, 0.4, 0.5, 0.1))).hasSize(1);
  }

  @Test
  void aChangeBeginsASpan() {
    assertThat(spans(segment(0, 0.9, 0, 0.1), segment(1, 0, 0.1, 0.9), segment(2, 0.9, 0.1, 0)))
        .extracting(TagSpan::words)
        .containsExactly("dog", "car", "dog");
  }

  @Test
  void aGapBeginsASpan() {
    assertThat(spans(segment(0, 0.9, 0, 0.1), segment(2, 0.9, 0, 0.1))).hasSize(2);
  }

  @Test
  void silenceIsASpanOfItsOwn() {
    List<TagSpan> spans = spans(segment(0, 0.9, 0, 0.1), silence(1), silence(2));

    assertThat(spans).extracting(TagSpan::words).containsExactly("dog", "silence");
    assertThat(spans.getLast().to()).isEqualTo(3);
    assertThat(spans.getLast().toMap()).containsEntry("silent", true);
  }

  @Test
  void whereNoLabelIsLikelyEnoughTheirGroupIsNamed() {
    SpanTrack track = new SpanTrack(Sense.SEEN, 3, 0.6);
    track.add(segment(0, 0.45, 0.45, 0.1));

    TagSpan span = track.finish().getFirst();
    assertThat(span.tags()).isEmpty();
    assertThat(span.words()).isEqualTo("something of: animals");
    assertThat(span.toText()).isEqualTo("something of: animals 90 %");
  }

  @Test
  void whereNothingIsLikelyEnoughNothingIsSaid() {
    SpanTrack track = new SpanTrack(Sense.SEEN, 3, 0.95);
    track.add(segment(0, 0.45, 0.45, 0.1));

    assertThat(track.finish().getFirst().words()).isEmpty();
  }

  @Test
  void neighboursOfWhichNothingIsSaidAreOneSpan() {
    SpanTrack track = new SpanTrack(Sense.SEEN, 3, 0.95);
    track.add(segment(0, 0.45, 0.45, 0.1));
    track.add(segment(1, 0.1, 0.1, 0.8));

    assertThat(track.finish()).singleElement().extracting(TagSpan::to).isEqualTo(2.0);
  }

  @Test
  void timesStandBelowOneAnother() {
    TagSpan one =
        new TagSpan(
            Sense.HEARD, 0, 7.5, List.of(), List.of(), Optional.empty(), true, Optional.empty());
    TagSpan other =
        new TagSpan(
            Sense.HEARD, 7.5, 10, List.of(), List.of(), Optional.empty(), true, Optional.empty());

    assertThat(new Description("a.wav", "sound", 10, List.of(one, other)).toText())
        .isEqualTo(
            """
            a.wav: sound, 0:10
                0:00 to 0:07.5  heard  silence
              0:07.5 to   0:10  heard  silence\
            """);
  }
}
