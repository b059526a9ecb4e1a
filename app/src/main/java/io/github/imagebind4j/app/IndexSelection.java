package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The index that a command looks at, and which of its items.
final class IndexSelection {
  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "The folder that 'imagebind4j index' made.")
  private Path folder = Path.of("");

  @Option(
      names = "--in",
      split = ",",
      paramLabel = "SENSES",
      description =
          "Only items of these: image (or vision), audio, text, depth, thermal, imu. Default: all.")
  private List<String> senses = List.of();

  @Option(
      names = "--where",
      paramLabel = "COND",
      description = "Only items whose fields are so, e.g. \"year > 2020 and folder ^= holiday\".")
  private String where = "";

  Path folder() {
    return folder;
  }

  /// @return empty: all
  Set<Modality> modalities() {
    Set<Modality> modalities = new LinkedHashSet<>();
    senses.forEach(sense -> modalities.add(modality(sense)));
    return modalities;
  }

  Filter filter() {
    try {
      return where.isBlank() ? Filter.ALL : Filter.parse(where);
    } catch (InputException e) {
      throw CliException.usage("--where: " + e.getMessage());
    }
  }

  /// A sense by any of its usual names.
  static Modality modality(String name) {
    try {
      return switch (name.strip()) {
        case "image", "picture", "video" -> Modality.VISION;
        case "sound" -> Modality.AUDIO;
        case "motion" -> Modality.IMU;
        case "heat" -> Modality.THERMAL;
        default -> Modality.of(name.strip());
      };
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }
}
