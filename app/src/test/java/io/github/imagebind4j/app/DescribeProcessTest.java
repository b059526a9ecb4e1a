package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.Waveform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// `describe` and `soundtrack` as their users start them: live streams, broken pipes, previews.
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class DescribeProcessTest {
  @TempDir private Path temp;

  @BeforeEach
  void labels() throws IOException {
    Files.writeString(temp.resolve("labels.txt"), "one\ntwo\nthree\n");
  }

  private Process start(String command, String... args) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(
        Path.of(System.getProperty("imagebind4j.home"), "imagebind4j").toAbsolutePath().toString());
    all.addAll(List.of(command, "--model", Goldens.file("models/tiny_a/weights.pth")));
    all.addAll(List.of("--config", Goldens.file("models/tiny_a/config.json")));
    all.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(all).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("home").toString());
    builder.redirectError(temp.resolve("err").toFile());
    return builder.start();
  }

  private Process live(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("--live", "--sound-labels", "labels.txt"));
    all.addAll(List.of("--min", "0", "--chance", "1", "--segment", "1"));
    all.addAll(List.of(args));
    return start("describe", all.toArray(String[]::new));
  }

  private int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(temp.resolve("err"));
  }

  private static byte[] tone(double seconds) {
    ByteBuffer samples =
        ByteBuffer.allocate(2 * (int) (16_000 * seconds)).order(ByteOrder.LITTLE_ENDIAN);
    while (samples.hasRemaining()) {
      samples.putShort((short) (9000 * Math.sin(samples.position() * 0.1)));
    }
    return samples.array();
  }

  @Test
  void bareSamplesFromAPipeAreDescribedWhileTheyCome() throws Exception {
    Process process = live("--rate", "16000", "-");
    OutputStream in = process.getOutputStream();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);

    in.write(tone(2.5)); // the first 64 KB are looked at before the first line
    in.flush();
    assertThat(out.readLine()).as(err()).startsWith("0:00 to 0:01  heard  ");
    assertThat(out.readLine()).startsWith("0:01 to 0:02  heard  ");
    in.write(tone(1));
    in.flush();
    assertThat(out.readLine()).startsWith("0:02 to 0:03  heard  ");
    in.close();

    assertThat(out.readLine()).startsWith("0:03 to 0:03.5  heard  ");
    assertThat(out.readLine()).isNull();
    assertThat(exitCode(process)).as(err()).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void aGrowingWavIsFollowedUntilItStopsGrowing() throws Exception {
    Path file = temp.resolve("growing.wav");
    byte[] header = Files.readAllBytes(Goldens.path("audio/files/chirp_16k_i16_5s.wav"));
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 0).putInt(40, 0);
    Files.write(file, Arrays.copyOf(header, 44));
    Files.write(file, tone(2.2), StandardOpenOption.APPEND);
    Process process = live("--idle", "4", "--json", "--vtt", "live.vtt", "growing.wav");
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);

    Map<String, Object> first = JSON.std.mapFrom(out.readLine());
    assertThat(first).containsEntry("file", "growing.wav").containsEntry("sense", "heard");
    assertThat(JSON.std.mapFrom(out.readLine())).containsEntry("from", 1.0);
    Files.write(file, tone(1), StandardOpenOption.APPEND);
    Map<String, Object> third = JSON.std.mapFrom(out.readLine());

    assertThat(third).containsEntry("from", 2.0).containsEntry("to", 3.0);
    assertThat(JSON.std.mapFrom(out.readLine())).containsEntry("from", 3.0);
    assertThat(exitCode(process)).as(err()).isZero();
    assertThat(temp.resolve("live.vtt")).content().contains("-->", "heard: ");
  }

  @Test
  void aReaderThatHasSeenEnoughEndsIt() throws Exception {
    Process process = live("--rate", "16000", "-");
    OutputStream in = process.getOutputStream();
    in.write(tone(2.5));
    in.flush();
    assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("0:00 to 0:01");
    process.getInputStream().close();

    try {
      for (int i = 0; i < 60; i++) {
        in.write(tone(1));
        in.flush();
        if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    } catch (IOException e) {
      // It has gone, as it should.
    }

    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(err()).isEmpty();
  }

  @Test
  void ctrlCEndsAPipeWithWhatThereIs() throws Exception {
    Process process = live("--rate", "16000", "--vtt", "live.vtt", "-");
    OutputStream in = process.getOutputStream(); // stays open
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    in.write(tone(2.5));
    in.flush();
    assertThat(out.readLine()).as(err()).startsWith("0:00 to 0:01");
    assertThat(out.readLine()).startsWith("0:01 to 0:02");

    process.toHandle().destroy(); // as Ctrl-C, but heard by builds in the background, too

    assertThat(out.readLine()).startsWith("0:02 to 0:02.5");
    assertThat(out.readLine()).isNull();
    assertThat(exitCode(process)).isEqualTo(143);
    assertThat(err()).isEmpty();
    assertThat(temp.resolve("live.vtt")).content().contains("--> 00:00:02.500\nheard: ");
  }

  @Test
  void ctrlCEndsAGrowingFileWithWhatThereIs() throws Exception {
    Path file = Files.copy(Goldens.path("audio/files/chirp_16k_i16_5s.wav"), temp.resolve("a.wav"));
    Process process = live("--idle", "1000", "--srt", "live.srt", file.toString());
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (int second = 0; second < 4; second++) {
      assertThat(out.readLine()).as(err()).startsWith("0:0" + second + " to ");
    }

    process.toHandle().destroy();

    assertThat(out.readLine()).startsWith("0:04 to 0:05");
    assertThat(exitCode(process)).isEqualTo(143);
    assertThat(temp.resolve("live.srt")).content().contains("--> 00:00:05,000\nheard: ");
  }

  @Test
  void aPipeThatEndsAtOnceOrIsNoSoundIsAnError() throws Exception {
    Process nothing = live("-");
    nothing.getOutputStream().close();
    assertThat(exitCode(nothing)).isEqualTo(1);
    assertThat(err())
        .isEqualTo("error: standard input ended before it began; check what writes it\n");

    Process letter = live("-");
    try (OutputStream in = letter.getOutputStream()) {
      in.write("Dear Sir or Madam,\n".repeat(100).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(exitCode(letter)).isEqualTo(1);
    assertThat(err())
        .startsWith("error: standard input")
        .contains("bare samples need a header")
        .doesNotContain("Exception");
  }

  @Test
  void aVideoThroughAPipeIsSeenAndHeard() throws Exception {
    Process process = live("--labels", "labels.txt", "-");
    try (OutputStream in = process.getOutputStream()) {
      Files.copy(
          Path.of(System.getProperty("imagebind4j.home"))
              .resolve("core/src/test/resources/media/gradient_bframes.mkv"),
          in);
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(exitCode(process)).as(err()).isZero();
    assertThat(out)
        .contains("0:00 to 0:01  seen   ", "0:00 to 0:01  heard  ", "0:01 to 0:02  seen   ");
  }

  @Test
  void aSoundtrackIsFoundAndWrittenBesideTheSamePictures() throws Exception {
    Path sounds = Files.createDirectory(temp.resolve("sounds"));
    for (String name : List.of("chirp_16k_i16_5s.wav", "mix_22050_f32.wav", "u8_16k_3s.wav")) {
      Files.copy(Goldens.path("audio/files/" + name), sounds.resolve(name));
    }
    String video = Goldens.file("video/files/portrait_200x360_30fps.mp4"); // 7 s
    Process process =
        start(
            "soundtrack",
            video,
            "--from",
            "sounds",
            "--to",
            "preview.mp4",
            "--scene",
            "3",
            "--no-repeat",
            "--json");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(exitCode(process)).as(err()).isZero();
    List<?> scenes = Goldens.list(JSON.std.mapFrom(out), "scenes");
    assertThat(scenes).hasSize(3);
    assertThat(scenes)
        .extracting(
            scene -> ((Map<?, ?>) Goldens.list((Map<?, ?>) scene, "hits").getFirst()).get("id"))
        .doesNotHaveDuplicates();
    MediaSource preview = MediaSource.of(temp.resolve("preview.mp4"));
    int[] some = {0, 100, 209};
    MediaDecoder decoder = MediaDecoder.standard();
    assertThat(decoder.video(preview, _ -> some).frames())
        .isEqualTo(decoder.video(MediaSource.of(Path.of(video)), _ -> some).frames());
    Waveform sound = decoder.audio(preview);
    assertThat(sound.durationSeconds()).isCloseTo(7, Offset.offset(0.1));
    double loudest = 0;
    for (int i = 0; i < sound.sampleCount(); i++) {
      loudest = Math.max(loudest, Math.abs(sound.channel(0).get(i)));
    }
    assertThat(loudest).isBetween(0.05, 1.1);
  }

  @Test
  void aSoundtrackFromNothingSaysSo() throws Exception {
    Files.createDirectory(temp.resolve("empty"));
    String video = Goldens.file("video/files/short_226x224_2997.mp4");

    assertThat(exitCode(start("soundtrack", video, "--from", "empty"))).isEqualTo(1);
    assertThat(err()).contains("empty holds no sound that can be played");

    assertThat(exitCode(start("soundtrack", video, "--from", "gone"))).isEqualTo(3);
    assertThat(err()).contains("no such folder: gone");

    String sound = Goldens.file("audio/files/u8_16k_3s.wav");
    assertThat(exitCode(start("soundtrack", sound, "--from", "empty"))).isEqualTo(1);
    assertThat(err()).contains("has no moving pictures");
  }
}
