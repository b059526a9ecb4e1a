package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recordings cut into pieces.
class SegmentsTest {
  private static final int RATE = 16_000;

  @TempDir private Path folder;

  private final InputPreprocessor preprocessor = new InputPreprocessor(ImageBindOptions.defaults());

  private static byte[] wav(short[] samples, int from, int to) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * (to - from));
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    out.putShort((short) 1).putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * (to - from));
    for (int i = from; i < to; i++) {
      out.putShort(samples[i]);
    }
    return out.array();
  }

  private static short[] noise(double seconds) {
    Random random = new Random(7);
    short[] samples = new short[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (random.nextGaussian() * 3000);
    }
    return samples;
  }

  private List<Segment> cut(Input.Media input, Segmentation plan) {
    List<Segment> all = new ArrayList<>();
    try (Segments segments = Segments.open(preprocessor, input, plan)) {
      segments.forEachRemaining(all::add);
    }
    return all;
  }

  @Test
  void aPieceOfASoundIsWhatAFileCutThereWouldBe() {
    short[] samples = noise(25);
    Input.Audio sound = new Input.Audio(MediaSource.of(wav(samples, 0, samples.length), "s.wav"));

    List<Segment> segments = cut(sound, Segmentation.DEFAULT);

    assertThat(segments).extracting(Segment::start).containsExactly(0.0, 8.0, 15.0);
    assertThat(segments).extracting(Segment::end).containsExactly(10.0, 18.0, 25.0);
    assertThat(segments).noneMatch(Segment::whole);
    for (Segment segment : segments) {
      byte[] part = wav(samples, (int) (segment.start() * RATE), (int) (segment.end() * RATE));
      assertThat(segment.input().tensor())
          .isEqualTo(preprocessor.apply(new Input.Audio(MediaSource.of(part, "part.wav"))));
    }
  }

  @Test
  void aShortSoundIsOnePieceAndTheWhole() {
    short[] samples = noise(4);
    Input.Audio sound = new Input.Audio(MediaSource.of(wav(samples, 0, samples.length), "s.wav"));

    List<Segment> segments = cut(sound, Segmentation.DEFAULT);

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().whole()).isTrue();
    assertThat(segments.getFirst().input().tensor()).isEqualTo(preprocessor.apply(sound));
  }

  @Test
  void aShortVideoIsOnePieceAndTheWhole() {
    Input.Video video =
        new Input.Video(MediaSource.of(Goldens.path("video/files/short_226x224_2997.mp4")));

    List<Segment> segments = cut(video, Segmentation.DEFAULT);

    assertThat(segments).hasSize(1);
    assertThat(segments.getFirst().whole()).isTrue();
    assertThat(segments.getFirst().input().tensor()).isEqualTo(preprocessor.apply(video));
  }

  @Test
  void piecesOfAVideoCoverItAndEachIsDecodedTheSameWithAndWithoutItsNeighbours() {
    Input.Video video =
        new Input.Video(MediaSource.of(Goldens.path("video/files/moving_320x240_25fps.mp4")));
    double duration = cut(video, Segmentation.DEFAULT).getFirst().end();
    assertThat(duration).isGreaterThan(1.2);

    List<Segment> overlapping = cut(video, new Segmentation(1, 0.5));

    assertThat(overlapping).hasSizeGreaterThan(1);
    assertThat(overlapping.getFirst().start()).isZero();
    assertThat(overlapping.getLast().end()).isCloseTo(duration, within(0.06));
    for (int i = 1; i < overlapping.size(); i++) {
      assertThat(overlapping.get(i).start()).isLessThan(overlapping.get(i - 1).end());
    }
    List<Segment> apart = cut(video, new Segmentation(1, 0));
    assertThat(apart.getFirst().input().tensor())
        .isEqualTo(overlapping.getFirst().input().tensor());
    assertThat(apart.get(1).start()).isEqualTo(overlapping.get(2).start(), within(1e-9));
    assertThat(apart.get(1).input().tensor()).isEqualTo(overlapping.get(2).input().tensor());
  }

  @Test
  void threeHoursAreCutInTheMemoryOfAFewPieces() throws IOException {
    // 8-bit samples at 8 kHz, a hole in the file: 86 MB that take no disk. As floats they would
    // take 345 MB and be refused as longer than an hour.
    int seconds = 3 * 3600;
    Path file = folder.resolve("long.wav");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
      header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + seconds * 8000);
      header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
      header.putShort((short) 1).putInt(8000).putInt(8000).putShort((short) 1);
      header.putShort((short) 8).put("data".getBytes(StandardCharsets.US_ASCII));
      header.putInt(seconds * 8000);
      out.write(header.array());
      out.setLength(44 + seconds * 8000L);
    }
    int count = 0;
    double end = 0;
    try (Segments segments =
        Segments.open(
            preprocessor, new Input.Audio(MediaSource.of(file)), new Segmentation(300, 0))) {
      while (segments.hasNext()) {
        Segment segment = segments.next();
        assertThat(segment.start()).isEqualTo(end);
        end = segment.end();
        count++;
      }
    }
    assertThat(count).isEqualTo(36);
    assertThat(end).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 2, 5, 1",
    "10, 2, 10.4, 1",
    "10, 2, 10.6, 2",
    "10, 2, 18, 2",
    "10, 2, 18.4, 2",
    "10, 2, 25, 3",
    "10, 0, 100, 10",
    "10, 9, 100, 91",
    "600, 0, 10800, 18",
  })
  void countsItsPieces(double seconds, double overlap, double duration, int count) {
    assertThat(new Segmentation(seconds, overlap).count(duration)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 0", "601, 0", "NaN, 0", "10, 10", "10, -1", "10, NaN", "10, 9.5"})
  void nonsenseIsRefused(double seconds, double overlap) {
    assertThatThrownBy(() -> new Segmentation(seconds, overlap))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void aPictureIsNoRecording() {
    Input.Image picture = new Input.Image(MediaSource.of(new byte[0], "p.png"));
    assertThatThrownBy(() -> Segments.open(preprocessor, picture, Segmentation.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("p.png is no recording");
  }

  @Test
  void aClosedRecordingHasNoMorePieces() {
    short[] samples = noise(25);
    Input.Audio sound = new Input.Audio(MediaSource.of(wav(samples, 0, samples.length), "s.wav"));
    Segments segments = Segments.open(preprocessor, sound, Segmentation.DEFAULT);
    segments.next();

    segments.close();
    segments.close();

    assertThat(segments.hasNext()).isFalse();
  }
}
