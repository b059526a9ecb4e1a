package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// An evaluation in a process of its own, killed half-way and begun again.
@DisabledOnOs(OS.WINDOWS)
class EvalProcessTest {
  private static final int PICTURES = 600;
  private static final Pattern KNOWN =
      Pattern.compile("(\\d+) items, (\\d+) of them embedded before");

  @TempDir private Path temp;

  private Process start(String err) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("imagebind4j.home"), "imagebind4j").toAbsolutePath().toString());
    command.addAll(
        List.of(
            "eval",
            "zero-shot",
            temp.resolve("set").toString(),
            "--json",
            "--model",
            Goldens.file("models/tiny_a/weights.pth"),
            "--config",
            Goldens.file("models/tiny_a/config.json"),
            "--embeddings",
            temp.resolve("vectors").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("home").toString());
    builder.redirectError(temp.resolve(err).toFile());
    builder.redirectOutput(temp.resolve(err + ".json").toFile());
    return builder.start();
  }

  /// Pictures that differ in bytes behind their end only, so that none is known for another.
  private void writeSet() throws IOException {
    byte[] picture = Files.readAllBytes(Goldens.path("images/files/rgb.png"));
    for (int i = 0; i < PICTURES; i++) {
      Path folder = temp.resolve("set/" + (i % 2 == 0 ? "cat" : "dog"));
      Files.createDirectories(folder);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(picture);
      bytes.writeBytes(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
      Files.write(folder.resolve(i + ".png"), bytes.toByteArray());
    }
  }

  private int known(String err) throws IOException {
    Matcher matcher = KNOWN.matcher(Files.readString(temp.resolve(err)));
    assertThat(matcher.find()).as(Files.readString(temp.resolve(err))).isTrue();
    assertThat(matcher.group(1)).isEqualTo(String.valueOf(PICTURES));
    return Integer.parseInt(matcher.group(2));
  }

  @Test
  void anEvaluationGoesOnWhereItWasKilled() throws Exception {
    writeSet();
    Path vectors = temp.resolve("vectors");
    Process first = start("first");
    while (first.isAlive() && (!Files.exists(vectors) || Files.size(vectors) < 20_000)) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    first.destroyForcibly().waitFor();
    assertThat(first.exitValue()).as("killed").isNotZero();

    Process second = start("second");
    assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(known("second")).isBetween(64, PICTURES - 1);

    Process third = start("third");
    assertThat(third.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(known("third")).isEqualTo(PICTURES);
    byte[] json = Files.readAllBytes(temp.resolve("second.json"));
    assertThat(Files.readAllBytes(temp.resolve("third.json"))).isEqualTo(json);
    assertThat(Arrays.toString(json)).hasSizeGreaterThan(100);
  }
}
