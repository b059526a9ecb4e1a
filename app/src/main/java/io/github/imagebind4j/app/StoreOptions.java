package io.github.imagebind4j.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says where downloaded models live.
final class StoreOptions {
  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "The folder for downloaded models. Default: $$IMAGEBIND4J_HOME, else"
              + " ~/.cache/imagebind4j.")
  private @Nullable Path cache;

  ModelStore store(Console console) {
    return ModelStore.find(cache, console);
  }
}
