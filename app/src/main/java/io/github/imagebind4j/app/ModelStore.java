package io.github.imagebind4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder where downloaded models live, and how a model's name becomes a file.
///
/// @param folder the models' folder; it need not exist
record ModelStore(Path folder) {
  /// Checkpoint formats by their file names' ends, in the order they are looked for.
  static final List<String> ENDINGS = List.of(".safetensors", ".pth", ".pt");

  /// The store that the command line and environment ask for: `--cache`, else `$IMAGEBIND4J_HOME`,
  /// else the user's cache folder.
  static ModelStore find(@Nullable Path cacheOption, Console console) {
    return new ModelStore(root(cacheOption, console).resolve("models"));
  }

  /// The name or path of the model to use when a command was given none: `$IMAGEBIND4J_MODEL`, else
  /// the embedded one.
  static String usual(Console console) {
    String usual = console.environment("IMAGEBIND4J_MODEL");
    return usual.isEmpty() ? EmbeddedModel.NAME : usual;
  }

  private static Path root(@Nullable Path cacheOption, Console console) {
    if (cacheOption != null) {
      return cacheOption;
    }
    if (!console.environment("IMAGEBIND4J_HOME").isEmpty()) {
      return Path.of(console.environment("IMAGEBIND4J_HOME"));
    }
    if (!console.environment("XDG_CACHE_HOME").isEmpty()) {
      return Path.of(console.environment("XDG_CACHE_HOME"), "imagebind4j");
    }
    return Path.of(System.getProperty("user.home"), ".cache", "imagebind4j");
  }

  /// The file of a model.
  ///
  /// @param nameOrPath a path to a checkpoint, or the name of a model in this store; `mini` is
  ///   always the embedded one, which is written to this store if need be
  /// @return an existing file
  /// @throws CliException naming what to do, if there is none
  Path resolve(String nameOrPath) {
    if (nameOrPath.equals(EmbeddedModel.NAME)) {
      return EmbeddedModel.file(this);
    }
    Path path = asPath(nameOrPath);
    if (Files.isRegularFile(path)) {
      return path;
    }
    if (Files.isDirectory(path)) {
      throw CliException.environment(
          nameOrPath + " is a folder; give the checkpoint file itself (.pth or .safetensors)");
    }
    for (String ending : ENDINGS) {
      Path stored = folder.resolve(path.getFileName() + ending);
      if (path.getNameCount() == 1 && Files.isRegularFile(stored)) {
        return stored;
      }
    }
    KnownModel known = KnownModel.byName(nameOrPath);
    if (known != null) {
      throw CliException.environment(
          "model "
              + known.name()
              + " is not in "
              + folder
              + "; get it ("
              + Sizes.human(known.bytes())
              + ") with: imagebind4j models download "
              + known.name());
    }
    throw CliException.environment(
        "no file or model '"
            + nameOrPath
            + "'; give the path of a .pth or .safetensors file, or one of the names that"
            + " 'imagebind4j models list' prints");
  }

  private static Path asPath(String nameOrPath) {
    try {
      Path path = Path.of(nameOrPath);
      if (path.getFileName() != null) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Falls through: such a text names nothing either.
    }
    throw CliException.environment(
        "'" + nameOrPath.strip() + "' can't be a file or a model's name; check --model");
  }

  /// The checkpoints in this store, by name.
  List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw CliException.environment(
          "can't list " + folder + ": " + e.getMessage() + "; check its permissions", e);
    }
  }
}
