package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// A training in a process of its own: killed with `kill -9` and begun again, it has the losses of
/// one that ran through, bit for bit.
@DisabledOnOs(OS.WINDOWS)
class TrainProcessTest {
  private static final String RECIPE =
      """
      name: shades
      precision: bf16
      model: {out_embed_dim: 8, towers: [vision, text], vision_image_size: 32, vision_embed_dim: 16,
              vision_num_blocks: 2, vision_num_heads: 2, vision_stem: [[8, 4, 4, 0]], text_embed_dim: 16,
              text_num_blocks: 2, text_num_heads: 2, text_vocab_size: 600, text_context_length: 12}
      cache: {short_side: 32}
      data:
        pictures: {folder: pictures, modality: vision}
      stages:
        - pair: [vision, text]
          train: {vision: all, text: all}
          pairs: [{left: pictures, by: text, templates: ["{}"]}]
          steps: 60
          batch: 16
          drop_path: 0.2
          same_group: ignored
          checks: [{queries: pictures, every: 30}]
      """;

  @TempDir private Path temp;

  private void writeData() throws IOException {
    Random random = new Random(2);
    for (String shade : List.of("dark", "light")) {
      Path folder = Files.createDirectories(temp.resolve("pictures").resolve(shade));
      for (int i = 0; i < 16; i++) {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 1024; at++) {
          int level = (shade.equals("dark") ? 10 : 150) + random.nextInt(90);
          picture.setRGB(at % 32, at / 32, level << 16 | level << 8 | level);
        }
        ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
      }
    }
    Files.writeString(temp.resolve("recipe.yaml"), RECIPE);
  }

  private Process start(String run) throws IOException {
    Path launcher = Path.of(System.getProperty("imagebind4j.home"), "imagebind4j");
    ProcessBuilder builder =
        new ProcessBuilder(
                launcher.toAbsolutePath().toString(),
                "train",
                "recipe.yaml",
                "--to",
                run,
                "--cache",
                "cache",
                "--save-every",
                "0.001",
                "--json")
            .directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("home").toString());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(temp.resolve(run + ".err").toFile()));
    builder.redirectOutput(temp.resolve(run + ".json").toFile());
    return builder.start();
  }

  private void runToTheEnd(String run) throws Exception {
    Process process = start(run);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(temp.resolve(run + ".err"))).isZero();
  }

  private List<Map<String, Object>> steps(String run) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(temp.resolve(run).resolve("metrics.jsonl"))) {
      Map<String, Object> values = new LinkedHashMap<>(JSON.std.mapFrom(line));
      values.remove("seconds");
      values.remove("waited");
      lines.add(values);
    }
    return lines;
  }

  private long linesSoFar(String run) throws IOException {
    Path file = temp.resolve(run).resolve("metrics.jsonl");
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }

  @Test
  void afterKillMinus9TheLossesAreThoseOfARunThatWasNotKilled() throws Exception {
    writeData();
    runToTheEnd("whole");
    for (int until : new int[] {5, 25}) {
      Process process = start("killed");
      while (process.isAlive() && linesSoFar("killed") < until) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      process.destroyForcibly().waitFor();
      assertThat(process.exitValue()).as("killed").isNotZero();
    }
    runToTheEnd("killed");
    assertThat(Files.readString(temp.resolve("killed.err"))).contains("on from step");
    assertThat(steps("killed")).hasSize(62).isEqualTo(steps("whole"));
    Map<String, Object> result = JSON.std.mapFrom(Files.readString(temp.resolve("killed.json")));
    assertThat(result).containsKeys("model", "seconds", "checks");
    assertThat(temp.resolve(String.valueOf(result.get("model")))).exists();
  }
}
