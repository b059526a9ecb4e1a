package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
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
          "Only items of these: image, video, sound, depth, thermal, motion, text; vision is image and"
              + " video, audio is every sound. Default: all.")
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
    return SenseNames.modalities(senses);
  }

  Filter filter() {
    try {
      Filter asked = where.isBlank() ? Filter.ALL : Filter.parse(where);
      return SenseNames.kinds(senses)
          .<Filter>map(kinds -> new Filter.Every(List.of(asked, kinds)))
          .orElse(asked);
    } catch (InputException e) {
      throw CliException.usage("--where: " + e.getMessage());
    }
  }
}
