package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// From nothing to a model by the command line alone, in under two minutes of two idle cores:
/// scenes are rendered, pictures learn their names, sounds are bound to pictures alone, and sounds
/// and names, which never met, line up, on scenes that were not trained on.
///
/// The bounds are far below what was seen and far above what a model that learnt nothing has: of
/// 300 scenes and 29 kinds, chance is right in 3.4 % and its deviation is one point.
@DisabledOnOs(OS.WINDOWS)
class TrainMiniatureProcessTest {
  private static final String HOME = System.getProperty("imagebind4j.home");

  @TempDir private Path temp;

  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(HOME, "imagebind4j").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out.json");
    Path err = temp.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("home").toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }

  @Test
  void sensesThatNeverMetLineUp() throws Exception {
    Path recipe = Path.of(HOME, "recipes", "miniature", "quick.yaml");
    Files.copy(recipe, temp.resolve("quick.yaml"));
    run(
        ("data synth world --count 1500 --size 64 --seconds 3 --seed 5 --senses image,audio"
                + " --split train=0.8,test=0.2 --json")
            .split(" "));
    run("train quick.yaml --to run --json".split(" "));
    String json =
        run(
            ("eval emergence world --split test --model run/model.safetensors --trained quick.yaml"
                    + " --templates plain --embeddings test.embeddings --json")
                .split(" "));

    List<?> cells = cells(json);
    assertThat(timesChance(cells, "vision", "text", "trained")).isGreaterThan(3);
    assertThat(timesChance(cells, "vision", "audio", "trained")).isGreaterThan(3);
    assertThat(timesChance(cells, "audio", "text", "emergent")).isGreaterThan(4);
    assertThat(timesChance(cells, "text", "audio", "emergent")).isGreaterThan(4);
  }

  private static List<?> cells(String json) throws IOException {
    List<?> matrices = Goldens.list(JSON.std.mapFrom(json), "emergence");
    return Goldens.list((Map<?, ?>) matrices.getFirst(), "cells");
  }

  /// How many times as often as by chance the nearest of the other sense is of the same kind.
  private static double timesChance(List<?> cells, String from, String to, String status) {
    Map<?, ?> cell =
        cells.stream()
            .map(c -> (Map<?, ?>) c)
            .filter(c -> from.equals(c.get("from")) && to.equals(c.get("to")))
            .filter(c -> "class".equals(c.get("level")))
            .findFirst()
            .orElseThrow();
    assertThat(cell.get("status")).as(from + " > " + to).isEqualTo(status);
    double chance = recallAt1(Goldens.map(cell, "chance"));
    assertThat(chance).isPositive();
    return recallAt1(cell) / chance;
  }

  private static double recallAt1(Map<?, ?> scores) {
    return ((Number) Objects.requireNonNull(scores.get("recall_at_1"))).doubleValue();
  }
}
