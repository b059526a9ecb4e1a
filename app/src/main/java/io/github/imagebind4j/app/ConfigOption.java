package io.github.imagebind4j.app;

import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that names a model's config.
final class ConfigOption {
  private static final long MOST_BYTES = 1 << 20;

  @Option(
      names = "--config",
      paramLabel = "F.json",
      description =
          "The model's config, by the reference constructor's argument names. Default: the"
              + " checkpoint's own, or told from its shapes.")
  private @Nullable Path file;

  /// Takes a file where none was given.
  void otherwise(Path recorded) {
    if (file == null) {
      file = recorded;
    }
  }

  /// @return null if none was given
  @Nullable String lasting() {
    return file == null ? null : file.toAbsolutePath().normalize().toString();
  }

  /// The config that was given.
  ///
  /// @return null if none was
  @Nullable ModelConfig read() {
    return file == null ? null : read(file);
  }

  /// Reads a config file.
  static ModelConfig read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw CliException.environment(
            file + " is too long for a config (" + Sizes.human(Files.size(file)) + ")");
      }
      return ModelConfig.fromJson(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw CliException.environment("no such config file: " + file + "; check --config", e);
    } catch (MalformedInputException e) {
      throw CliException.environment(file + " is no JSON text; check --config", e);
    } catch (IOException e) {
      throw CliException.environment("can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
