package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Videos with a new sound.
class SoundtrackWriterTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();

  @TempDir private Path temp;

  /// A tone of 1 kHz, left louder than right, in pieces of odd lengths, for a time.
  private static SoundSource tone(double seconds) {
    long[] at = new long[1];
    return stereo -> {
      long left = Math.round(seconds * SoundtrackWriter.SAMPLE_RATE) - at[0];
      int count = (int) Math.min(left, Math.min(stereo[0].length, 777));
      for (int i = 0; i < count; i++, at[0]++) {
        float value = (float) Math.sin(2 * Math.PI * 1000 * at[0] / SoundtrackWriter.SAMPLE_RATE);
        stereo[0][i] = 0.5f * value;
        stereo[1][i] = 0.25f * value;
      }
      return left <= 0 ? -1 : count;
    };
  }

  private static double level(Waveform sound, int channel, double from, double to) {
    int begin = (int) (from * sound.sampleRate());
    int end = (int) (to * sound.sampleRate());
    double squares = 0;
    for (int i = begin; i < end; i++) {
      double value = sound.channel(channel).get(i);
      squares += value * value;
    }
    return Math.sqrt(squares / (end - begin));
  }

  private static MediaSource video(String name) {
    return name.startsWith("gradient")
        ? MediaFiles.source(name)
        : MediaSource.of(Goldens.path("video/files/" + name));
  }

  @ParameterizedTest
  @CsvSource({
    "moving_320x240_25fps.mp4, out.mp4",
    "moving_320x240_25fps.mp4, out.mkv",
    "moving_320x240_25fps.mp4, out.MOV",
    "mpeg4_352x288_15fps.mp4, out.mp4",
    "rotated_160x120_12fps.mp4, out.mp4",
    "gradient_h264.mov, out.mp4",
    "gradient_bframes.mkv, out.mp4",
    "gradient_vp8.webm, out.mkv",
  })
  void thePicturesAreTheSameAndTheSoundIsTheNewOne(String name, String target) {
    MediaSource source = video(name);
    Path out = temp.resolve(target);

    SoundtrackWriter.write(source, tone(1000), out);

    VideoInfo info = DECODER.video(source, _ -> new int[] {0}).info();
    int[] every = IntStream.range(0, info.frameCount()).toArray();
    VideoFrames written = DECODER.video(MediaSource.of(out), _ -> every);
    assertThat(written.info().frameCount()).isEqualTo(info.frameCount());
    assertThat(written.frames()).isEqualTo(DECODER.video(source, _ -> every).frames());
    Waveform sound = DECODER.audio(MediaSource.of(out));
    assertThat(sound.sampleRate()).isEqualTo(SoundtrackWriter.SAMPLE_RATE);
    assertThat(sound.channelCount()).isEqualTo(2);
    assertThat(sound.durationSeconds()).isCloseTo(info.durationSeconds(), offset(0.15));
    double end = info.durationSeconds() - 0.2;
    assertThat(level(sound, 0, 0.2, end)).isCloseTo(0.5 / Math.sqrt(2), offset(0.02));
    assertThat(level(sound, 1, 0.2, end)).isCloseTo(0.25 / Math.sqrt(2), offset(0.02));
    assertThat(temp).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void afterTheSoundsEndThereIsSilence() {
    Path out = temp.resolve("out.mp4");

    SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), tone(1), out); // of 3 s

    Waveform sound = DECODER.audio(MediaSource.of(out));
    assertThat(sound.durationSeconds()).isCloseTo(3, offset(0.1));
    assertThat(level(sound, 0, 0.2, 0.9)).isGreaterThan(0.3);
    assertThat(level(sound, 0, 1.2, 2.9)).isLessThan(0.001);
  }

  @Test
  void anExistingFileIsReplacedOnlyByAWholeOne() throws IOException {
    Path out = Files.writeString(temp.resolve("out.mp4"), "before");
    SoundSource broken =
        _ -> {
          throw new IllegalStateException("no more sound");
        };

    assertThatThrownBy(() -> SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), broken, out))
        .hasMessage("no more sound");
    assertThat(out).hasContent("before");
    assertThat(temp).isDirectoryNotContaining("glob:**.part");

    SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), tone(1), out);
    assertThat(out).isNotEmptyFile();
    assertThat(Files.size(out)).isGreaterThan(1000);
  }

  @Test
  void aNameThatChoosesNoContainerIsRefused() {
    Path out = temp.resolve("out.avi");

    assertThatThrownBy(
            () -> SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), tone(1), out))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(".mp4, .mov or .mkv");
  }

  @Test
  void picturesThatTheContainerCannotHoldComeWithTheFix() {
    assertThatThrownBy(() ->
            SoundtrackWriter.write(video("gradient_vp8.webm"), tone(1), temp.resolve("out.mp4")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("vp8")
        .hasMessageContaining("write an .mkv");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aSoundIsNoVideo() {
    MediaSource sound = MediaSource.of(Goldens.path("audio/files/chirp_16k_i16_5s.wav"));

    assertThatThrownBy(() -> SoundtrackWriter.write(sound, tone(1), temp.resolve("out.mp4")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no video stream");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path out = temp.resolve("no/such/folder/out.mp4");

    assertThatThrownBy(
            () -> SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), tone(1), out))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("folder");
  }

  @Test
  void aNameWithAColonOrALetterBeyondAsciiIsAFile() {
    Path out = temp.resolve("http:ü 日.mp4");

    SoundtrackWriter.write(video("moving_320x240_25fps.mp4"), tone(1), out);

    assertThat(out).exists();
  }
}
