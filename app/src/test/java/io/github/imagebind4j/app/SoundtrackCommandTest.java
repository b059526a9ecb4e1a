package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.Waveform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// `soundtrack` from an index as `index` writes it.
class SoundtrackCommandTest {
  private static final String VIDEO = Goldens.file("video/files/portrait_200x360_30fps.mp4"); // 7 s

  @TempDir private Path temp;
  private Path sounds;
  private Path index;

  @BeforeEach
  void anIndexOfSounds() throws IOException {
    sounds = Files.createDirectory(temp.resolve("sounds"));
    for (String name : List.of("chirp_16k_i16_5s.wav", "mix_22050_f32.wav", "u8_16k_3s.wav")) {
      Files.copy(Goldens.path("audio/files/" + name), sounds.resolve(name));
    }
    Files.copy(Goldens.path("images/files/rgb.png"), sounds.resolve("no-sound.png"));
    index = temp.resolve("sounds.index");
    Cli.Run run =
        cli()
            .runTiny(
                "index",
                sounds.toString(),
                "--to",
                index.toString(),
                "--segment",
                "2",
                "--overlap",
                "0.5");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Cli cli() {
    return new Cli(temp.resolve("cache"));
  }

  private Cli.Run soundtrack(String... more) {
    String[] args = {"soundtrack", VIDEO, "--from", index.toString(), "--scene", "3", "--json"};
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return cli().run(all.toArray(String[]::new)); // the index says which model
  }

  private static Map<?, ?> best(Object scene) {
    return (Map<?, ?>) Goldens.list((Map<?, ?>) scene, "hits").getFirst();
  }

  @Test
  void scenesGetPiecesOfIndexedSounds() {
    Path preview = temp.resolve("preview.mkv");

    Cli.Run run = soundtrack("--to", preview.toString(), "--no-repeat");

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<?> scenes = Goldens.list(JSON.std.mapFrom(run.out()), "scenes");
    assertThat(scenes)
        .hasSize(3)
        .extracting(scene -> best(scene).get("id"))
        .doesNotHaveDuplicates();
    for (Object scene : scenes) {
      assertThat(best(scene).get("id")).asString().contains("/sounds/", ".wav#t=");
    }
    Waveform sound = MediaDecoder.standard().audio(MediaSource.of(preview));
    assertThat(sound.durationSeconds()).isCloseTo(7, Offset.offset(0.1));
  }

  @Test
  void whereTheSoundIsGoneItsSceneStaysSilent() throws IOException {
    for (String name : List.of("chirp_16k_i16_5s.wav", "mix_22050_f32.wav", "u8_16k_3s.wav")) {
      Files.delete(sounds.resolve(name));
    }
    Path preview = temp.resolve("preview.mp4");

    Cli.Run run = soundtrack("--to", preview.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("its scene stays silent");
    Waveform sound = MediaDecoder.standard().audio(MediaSource.of(preview));
    assertThat(sound.durationSeconds()).isCloseTo(7, Offset.offset(0.1));
    for (int i = 0; i < sound.sampleCount(); i++) {
      assertThat(Math.abs(sound.channel(0).get(i))).isLessThan(1e-3f);
    }
  }

  @Test
  void vectorsOfAnotherModelAreRefused() {
    Cli.Run run =
        soundtrack(
            "--model",
            Goldens.file("models/tiny_b/weights.pth"),
            "--config",
            Goldens.file("models/tiny_b/config.json"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("holds vectors of model").contains("leave out --model");
  }

  @Test
  void aMissingVideoIsToldBeforeAnythingElse() {
    Cli.Run run = cli().run("soundtrack", "gone.mp4", "--from", index.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("error: no such file: gone.mp4; check the path\n");
  }
}
