package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.Waveform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams that have not ended, as a decoder gets them.
class LiveInputTest {
  @TempDir private Path temp;

  private static Waveform decoded(InputStream in) throws IOException {
    return MediaDecoder.standard().audio(MediaSource.of(in.readAllBytes(), "live"));
  }

  @Test
  void bareSamplesGetTheHeaderThatTheyLack() throws IOException {
    ByteBuffer samples = ByteBuffer.allocate(8 * 2000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2000; i++) {
      samples.putFloat(i / 2000f).putFloat(-i / 4000f);
    }

    Waveform sound =
        decoded(
            LiveInput.raw(
                new ByteArrayInputStream(samples.array()), LiveInput.Samples.f32, 11_025, 2));

    assertThat(sound.sampleRate()).isEqualTo(11_025);
    assertThat(sound.channelCount()).isEqualTo(2);
    assertThat(sound.sampleCount()).isEqualTo(2000);
    assertThat(sound.channel(0).get(1000)).isEqualTo(0.5f);
    assertThat(sound.channel(1).get(1000)).isEqualTo(-0.25f);
  }

  @Test
  void aWavThatSaysItIsEmptyIsReadToItsEnd() throws IOException {
    byte[] wav = Files.readAllBytes(Goldens.path("audio/files/listchunk_16k_i16.wav"));
    Waveform whole = MediaDecoder.standard().audio(MediaSource.of(wav.clone(), "whole"));
    int data = new String(wav, StandardCharsets.ISO_8859_1).indexOf("data");
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(data + 4, 0).putInt(4, 0);

    Waveform live = decoded(LiveInput.openEnded(new ByteArrayInputStream(wav), "live"));

    assertThat(live.sampleCount()).isGreaterThanOrEqualTo(whole.sampleCount());
    assertThat(live.channel(0).slice(0, whole.sampleCount())).isEqualTo(whole.channel(0));
  }

  @Test
  void whatIsNoWavPassesUnchanged() throws IOException {
    for (String text : new String[] {"", "R", "RIFF", "RIFF1234AVI LIST", "OggS and more of it"}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

      byte[] passed = LiveInput.openEnded(new ByteArrayInputStream(bytes), "x").readAllBytes();

      assertThat(passed).isEqualTo(bytes);
    }
  }

  @Test
  void aWavThatBreaksOffInItsHeaderPassesAsItIs() throws IOException {
    byte[] wav = Files.readAllBytes(Goldens.path("audio/files/listchunk_16k_i16.wav"));
    int data = new String(wav, StandardCharsets.ISO_8859_1).indexOf("data");
    for (int length = 0; length <= data + 4; length++) {
      byte[] cut = Arrays.copyOf(wav, length);

      assertThat(LiveInput.openEnded(new ByteArrayInputStream(cut), "x").readAllBytes())
          .isEqualTo(cut);
    }
  }

  @Test
  void aGrowingFileEndsWhenItHasNotGrownForAWhile() throws Exception {
    Path file = Files.writeString(temp.resolve("growing"), "one ");
    Thread writer =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(200);
            Files.writeString(file, "two", StandardOpenOption.APPEND);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    try (GrowingFile in = GrowingFile.open(file, 3)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one two");
      assertThat(in.available()).isZero();
    }
    writer.join();
  }
}
