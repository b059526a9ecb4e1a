package io.github.imagebind4j.app;

import io.github.imagebind4j.index.EmbeddingIndex;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/// Runs the real command line inside the test's process, with streams of its own.
final class Cli {

  /// What a run left behind.
  record Run(int exitCode, byte[] bytes, String err) {
    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return out().lines().toList();
    }

    /// Standard output as JSON objects, one a line.
    List<Map<String, Object>> objects() {
      return lines().stream().map(line -> JSON.std.mapFrom(line)).toList();
    }
  }

  private final Map<String, String> environment = new HashMap<>();
  private byte[] input = new byte[0];
  private @Nullable EmbeddingIndex index;

  /// A command line whose models folder is this one.
  Cli(Path cache) {
    environment.put("IMAGEBIND4J_HOME", cache.toString());
  }

  Cli environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Every folder that a command opens as an index is this one.
  Cli index(EmbeddingIndex opened) {
    index = opened;
    return this;
  }

  Cli input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  Run run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(new ByteArrayInputStream(input), out, err, environment, Console.Terminal.NONE);
    EmbeddingIndex opened = index;
    int exitCode =
        opened == null
            ? Main.run(console, args)
            : Main.run(console, (_, _) -> new IndexedThings.Lent(opened), args);
    return new Run(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  /// Runs a command on the small random model that the goldens were computed with.
  Run runTiny(String command, String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "--model",
                Goldens.file("models/tiny_a/weights.pth"),
                "--config",
                Goldens.file("models/tiny_a/config.json")));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }
}
