package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings read from beginning to end, sight and hearing together.
class MediaReaderTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();

  private static List<MediaStretch> all(MediaReader open) {
    try (MediaReader reader = open) {
      List<MediaStretch> stretches = new ArrayList<>();
      reader.next().ifPresent(stretches::add);
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        stretches.add(next.get());
      }
      assertThat(reader.next()).isEmpty();
      return stretches;
    }
  }

  private static List<MediaStretch> file(MediaSource source, double seconds, int pictures) {
    return all(DECODER.read(source, new MediaReader.Plan(seconds, pictures)));
  }

  private static List<MediaStretch> piped(byte[] bytes, double seconds, int pictures) {
    InputStream in = new ByteArrayInputStream(bytes);
    return all(DECODER.read(in, "pipe", new MediaReader.Plan(seconds, pictures)));
  }

  private static MediaSource golden(String name) {
    return MediaSource.of(Goldens.path(name));
  }

  private static float[] joined(List<MediaStretch> stretches, int channel) {
    float[] all = new float[0];
    for (MediaStretch stretch : stretches) {
      Waveform sound = stretch.sound().orElseThrow();
      int at = all.length;
      all = Arrays.copyOf(all, at + sound.sampleCount());
      sound.copySamples(channel, 0, sound.sampleCount(), all, at);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audio/files/chirp_8k_i16_31s.wav",
        "audio/files/impulses_48k_stereo_24bit_2s.wav",
        "audio/files/mix_22050_f32.wav"
      })
  void theStretchesOfASoundAreItsSamples(String name) {
    Waveform whole = DECODER.audio(golden(name));

    List<MediaStretch> stretches = file(golden(name), 0.7, 2);

    for (int c = 0; c < whole.channelCount(); c++) {
      float[] channel = new float[whole.sampleCount()];
      whole.copySamples(c, 0, channel.length, channel, 0);
      assertThat(joined(stretches, c)).containsExactly(channel);
    }
    assertThat(stretches).allSatisfy(stretch -> assertThat(stretch.pictures()).isEmpty());
    for (int i = 0; i < stretches.size(); i++) {
      assertThat(stretches.get(i).startSeconds()).isCloseTo(0.7 * i, offset(1e-9));
    }
    assertThat(stretches.getLast().endSeconds()).isCloseTo(whole.durationSeconds(), offset(1e-9));
  }

  @Test
  void eachStretchOfAVideoHasWhatIsOnScreenAtEvenlySpreadMoments() {
    MediaSource video = golden("video/files/moving_320x240_25fps.mp4"); // 75 frames

    List<MediaStretch> stretches = file(video, 1, 2);

    assertThat(stretches).hasSize(3);
    for (int i = 0; i < 3; i++) {
      // On screen after a quarter and three quarters of the second.
      int[] frames = {25 * i + 6, 25 * i + 18};
      assertThat(stretches.get(i).pictures()).isEqualTo(DECODER.video(video, _ -> frames).frames());
      assertThat(stretches.get(i).sound()).isEmpty();
    }
    assertThat(stretches.getLast().endSeconds()).isCloseTo(3, offset(1e-6));
  }

  @Test
  void aRotatedVideoComesUpright() {
    MediaSource video = golden("video/files/rotated_160x120_12fps.mp4");
    VideoInfo info = DECODER.video(video, _ -> new int[] {0}).info();

    RgbImage first = file(video, 1, 1).getFirst().pictures().getFirst();

    assertThat(first.width()).isEqualTo(info.width());
    assertThat(first.height()).isEqualTo(info.height());
  }

  @Test
  void aRestTooShortForAMomentOfItsOwnShowsTheLastFrame() {
    MediaSource video = golden("video/files/short_226x224_2997.mp4"); // 1.2012 s

    List<MediaStretch> stretches = file(video, 1, 1);

    assertThat(stretches).hasSize(2);
    int last = DECODER.video(video, _ -> new int[] {0}).info().frameCount() - 1;
    assertThat(stretches.getLast().pictures())
        .isEqualTo(DECODER.video(video, _ -> new int[] {last}).frames());
  }

  @Test
  void picturesThatBeginLateAreNoMoreThanAskedFor() {
    MediaSource video = MediaFiles.source("late_pictures.mkv"); // from 0.67 to 1.34 s

    List<MediaStretch> stretches = file(video, 0.5, 2);

    assertThat(stretches).extracting(stretch -> stretch.pictures().size()).containsExactly(0, 2, 1);
    int[] frames = {0, 2, 5}; // on screen at 0.67, 0.875 and 1.125 s
    assertThat(stretches.stream().flatMap(stretch -> stretch.pictures().stream()))
        .isEqualTo(DECODER.video(video, _ -> frames).frames());
  }

  @Test
  void soundThatIsNotWantedIsNotDecoded() {
    MediaSource video = MediaFiles.source("late_pictures.mkv");

    List<MediaStretch> stretches = all(DECODER.read(video, new MediaReader.Plan(0.5, 1, false)));

    assertThat(stretches).hasSize(3).allSatisfy(one -> assertThat(one.sound()).isEmpty());
    assertThatThrownBy(
            () -> DECODER.read(MediaFiles.source("chirp.flac"), new MediaReader.Plan(1, 1, false)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("has no moving pictures; give a video");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient_bframes.mkv", "gradient_vp9.webm"})
  void sightAndHearingComeTogetherAndThroughAPipeAsFromAFile(String name) {
    Waveform sound = DECODER.audio(MediaFiles.source(name)); // shorter than the pictures

    List<MediaStretch> stretches = file(MediaFiles.source(name), 0.5, 1);

    assertThat(stretches).hasSize(4);
    assertThat(stretches).allSatisfy(stretch -> assertThat(stretch.pictures()).hasSize(1));
    double heard = 0;
    for (MediaStretch stretch : stretches) {
      heard += stretch.sound().map(Waveform::durationSeconds).orElse(0.0);
    }
    assertThat(heard).isCloseTo(sound.durationSeconds(), offset(0.001));
    assertThat(stretches.getFirst().sound().orElseThrow().durationSeconds())
        .isCloseTo(0.5, offset(0.01));
    assertThat(piped(MediaFiles.bytes(name), 0.5, 1)).isEqualTo(stretches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chirp.mp3", "chirp.flac", "chirp_vorbis.ogg", "chirp.opus", "chirp.mka"})
  void aSoundThroughAPipeIsTheSameAsFromAFile(String name) {
    float[] whole = joined(file(MediaFiles.source(name), 0.4, 0), 0);

    float[] piped = joined(piped(MediaFiles.bytes(name), 0.4, 0), 0);

    // What an encoder put in front is not always told where one can't seek.
    assertThat(piped.length).isBetween(whole.length - 2400, whole.length + 2400);
  }

  @Test
  @Timeout(120)
  void aStretchIsThereAsSoonAsItsSamplesAreNotWhenTheStreamEnds() throws IOException {
    byte[] wav = MediaSource.of(Goldens.path("audio/files/chirp_16k_i16_5s.wav")).bytes(1 << 20);
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 1 << 18)) {
      out.write(wav, 0, 44 + 2 * 16_000 * 2 + 8192); // two seconds and a bit
      out.flush();
      try (MediaReader reader = DECODER.read(in, "live", new MediaReader.Plan(1, 2))) {
        assertThat(reader.next().orElseThrow().endSeconds()).isEqualTo(1);
        assertThat(reader.next().orElseThrow().endSeconds()).isEqualTo(2);
      }
    }
  }

  @Test
  void afterClosingThereIsNothing() {
    MediaReader reader =
        DECODER.read(golden("audio/files/chirp_16k_i16_5s.wav"), new MediaReader.Plan(1, 2));
    reader.close();
    reader.close();

    assertThat(reader.next()).isEmpty();
  }

  @Test
  void aStreamThatCannotBeOpenedIsClosed() {
    for (String content : List.of("", "#EXTM3U\n", "Dear Sir or Madam\n")) {
      AtomicBoolean closed = new AtomicBoolean();
      InputStream in =
          new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
              closed.set(true);
            }
          };

      assertThatThrownBy(() -> DECODER.read(in, "pipe", new MediaReader.Plan(1, 1)))
          .isInstanceOf(MediaException.class);

      assertThat(closed).as(content).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "#EXTM3U\nhttp://127.0.0.1:1/a.ts\n", "Dear Sir or Madam\n"})
  void aPipeOfSomethingElseIsRefused(String content) {
    assertThatThrownBy(() -> piped(content.getBytes(StandardCharsets.UTF_8), 1, 1))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("pipe");
  }

  @Test
  void aPictureIsNoRecording() {
    assertThatThrownBy(() -> file(golden("images/files/rgb.png"), 1, 1))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("neither sound nor moving pictures");
  }

  @Test
  void aHeaderWithoutSamplesIsRefused() {
    byte[] wav = MediaSource.of(Goldens.path("audio/files/odd_16k_i16.wav")).bytes(1 << 20);

    assertThatThrownBy(() -> piped(Arrays.copyOf(wav, 44), 1, 1))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradient_bframes.mkv", "gradient_opengop.ts", "chirp.mp3"})
  void aDamagedStreamEndsOrIsRefused(String name) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      byte[] bytes = MediaFiles.bytes(name);
      for (int i = 0; i < 30; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(piped(bytes, 0.5, 2)).as("seed %d", seed).hasSizeLessThan(2000);
      } catch (ImageBindException e) {
        assertThat(e).as("seed %d", seed).isInstanceOf(MediaException.class);
      }
    }
  }

  @Test
  void aPlanOfNoLengthIsRefused() {
    assertThatThrownBy(() -> new MediaReader.Plan(0, 1)).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> new MediaReader.Plan(Double.NaN, 1))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> new MediaReader.Plan(1, 17)).isInstanceOf(ConfigException.class);
  }
}
