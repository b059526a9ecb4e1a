package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// What a training leaves on disk, and goes on from:
///
/// | file | |
/// |---|---|
/// | `recipe.yaml` | the recipe as it was begun with |
/// | `metrics.jsonl` | a line for each step and each check |
/// | `report.html` | the same as curves |
/// | `<n>-<stage>/state.safetensors` | what the next step depends on; gone when the stage is done |
/// | `<n>-<stage>/model.safetensors` | the whole model after the stage |
/// | `model.safetensors` | the whole model after the last stage |
///
/// For one thread at a time.
final class RunFolder {
  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /// Opens a folder that is new, or that the same recipe was begun in.
  static RunFolder open(Path folder, Recipe recipe) {
    try {
      Files.createDirectories(folder);
      Path begun = folder.resolve("recipe.yaml");
      if (!Files.exists(begun)) {
        Files.writeString(begun, recipe.source());
      } else if (!Files.readString(begun).equals(recipe.source())) {
        throw new ConfigException(
            folder
                + " was begun with another recipe; give another folder, or the recipe that is in it: "
                + begun);
      }
      return new RunFolder(folder);
    } catch (IOException e) {
      throw new ConfigException("can't use the run folder " + folder + ": " + e, e);
    }
  }

  Path path() {
    return folder;
  }

  Path initial() {
    return folder.resolve("initial.safetensors");
  }

  Path finished() {
    return folder.resolve("model.safetensors");
  }

  Path stage(int index, Stage stage) {
    Path place = folder.resolve((index + 1) + "-" + stage.name());
    try {
      return Files.createDirectories(place);
    } catch (IOException e) {
      throw new ConfigException("can't make " + place + ": " + e, e);
    }
  }

  Path model(int index, Stage stage) {
    return stage(index, stage).resolve("model.safetensors");
  }

  Path begun(int index, Stage stage) {
    return stage(index, stage).resolve("begun.safetensors");
  }

  Path best(int index, Stage stage) {
    return stage(index, stage).resolve("best.safetensors");
  }

  Path state(int index, Stage stage) {
    return stage(index, stage).resolve("state.safetensors");
  }

  private Path metricsFile() {
    return folder.resolve("metrics.jsonl");
  }

  void append(Map<String, Object> line) {
    try {
      Files.writeString(
          metricsFile(),
          JSON.std.asString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ConfigException("can't write " + metricsFile() + ": " + e, e);
    }
  }

  /// All lines so far. One that a kill cut short is left out.
  List<Map<String, Object>> metrics() {
    List<Map<String, Object>> lines = new ArrayList<>();
    if (!Files.exists(metricsFile())) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(metricsFile(), StandardCharsets.UTF_8)) {
        whole(line).ifPresent(lines::add);
      }
      return lines;
    } catch (IOException e) {
      throw new ConfigException("can't read " + metricsFile() + ": " + e, e);
    }
  }

  private static Optional<Map<String, Object>> whole(String line) {
    try {
      return Optional.of(new LinkedHashMap<>(JSON.std.mapFrom(line)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// Drops the lines of a stage's steps after one: they will be made again.
  void forgetAfter(String stage, long step) {
    List<String> kept = new ArrayList<>();
    for (Map<String, Object> line : metrics()) {
      boolean later =
          stage.equals(line.get("stage"))
              && line.get("step") instanceof Number at
              && at.longValue() > step;
      if (!later) {
        kept.add(JSON.std.asString(line));
      }
    }
    try {
      Path next = folder.resolve("metrics.jsonl.part");
      Files.write(next, kept);
      var _ = Files.move(next, metricsFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigException("can't write " + metricsFile() + ": " + e, e);
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new ConfigException("can't write " + folder.resolve(name) + ": " + e, e);
    }
  }

  static void move(Path from, Path to) {
    try {
      var _ = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigException("can't move " + from + " to " + to + ": " + e, e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ConfigException("can't delete " + file + ": " + e, e);
    }
  }
}
