package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// Plain lists, our own layout: `manifest.csv`, or `manifest.jsonl` with an object a line.
///
/// Columns: `modality` (image, video, audio, depth, thermal, imu, text), `path` below the
/// manifest's folder or, for a text, `caption`; optional `id`, `class` (several: separated by `|`),
/// `split`, `pair_id`. A pair of the form `class:…` only repeats the class and is no natural pair.
/// Rows of text are captions if they have a natural pair; without one they are prompts for training
/// and are passed over.
final class ManifestReader {
  private static final List<String> NAMES = List.of("manifest.csv", "manifest.jsonl");
  private static final int MOST_LINE = 1 << 20;

  private ManifestReader() {}

  static boolean isLayout(Path folder) {
    return NAMES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /// @param path the manifest, or the folder that holds one
  static EvalSet read(Path path, DatasetFiles files, DatasetOptions options) {
    Path file = Files.isRegularFile(path) ? path : find(files);
    ItemList list = new ItemList(DatasetFiles.name(files.root()), options.formats());
    Consumer<Map<String, String>> receiver = row -> add(list, files, options, row);
    if (DatasetFiles.extension(file).equals("jsonl")) {
      jsonLines(file, receiver);
    } else {
      CsvRows.read(file, List.of("modality"), receiver);
    }
    return list.toSortedSet();
  }

  private static Path find(DatasetFiles files) {
    Optional<String> name =
        NAMES.stream().filter(n -> Files.isRegularFile(files.root().resolve(n))).findFirst();
    return files.require(name.orElse("manifest.csv"));
  }

  private static void add(
      ItemList list, DatasetFiles files, DatasetOptions options, Map<String, String> row) {
    String pair = row.getOrDefault("pair_id", "");
    String natural = pair.startsWith("class:") ? "" : pair;
    String sense = row.getOrDefault("modality", "");
    boolean text = sense.equals("text");
    if (!options.wants(row.getOrDefault("split", "")) || (text && natural.isEmpty())) {
      return;
    }
    List<Integer> labels =
        Arrays.stream(row.getOrDefault("class", "").split("\\|"))
            .filter(name -> !name.isBlank())
            .map(name -> list.label(name.strip()))
            .toList();
    Input input =
        text
            ? Input.text(row.getOrDefault("caption", ""))
            : list.media(sense, files.below(row.getOrDefault("path", "")));
    String id = row.getOrDefault("id", "");
    list.add(id.isBlank() ? input.name() : id, input, labels, natural);
  }

  private static void jsonLines(Path file, Consumer<Map<String, String>> to) {
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          to.accept(row(file, number, line));
        }
      }
    } catch (IOException e) {
      throw DatasetFiles.cantRead(file, e);
    }
  }

  private static Map<String, String> row(Path file, int number, String line) {
    if (line.length() > MOST_LINE) {
      throw new InputException(file + " line " + number + " is longer than " + MOST_LINE);
    }
    try {
      Map<String, Object> object = JSON.std.mapFrom(line);
      if (object == null) {
        throw new InputException(file + " line " + number + " is no JSON object: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      object.forEach((key, value) -> row.put(key, text(file, number, value)));
      return row;
    } catch (JacksonException e) {
      throw new InputException(
          file + " line " + number + " is no JSON object: " + e.getOriginalMessage(), e);
    }
  }

  /// A value as a CSV would have it; several classes may be a list.
  private static String text(Path file, int number, @Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list ->
          list.stream().map(one -> text(file, number, one)).collect(Collectors.joining("|"));
      case Map<?, ?> map ->
          throw new InputException(
              file + " line " + number + " has an object " + map.keySet() + " for a text");
      default -> value.toString();
    };
  }
}
