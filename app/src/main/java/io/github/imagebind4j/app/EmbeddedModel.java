package io.github.imagebind4j.app;

import io.github.imagebind4j.mini.Mini;
import java.nio.file.Path;

/// The model that comes with the application, and is used when no other is named.
final class EmbeddedModel {
  /// What `--model` calls it.
  static final String NAME = "mini";

  static final String ABOUT =
      "a small ImageBind of six senses that comes with imagebind4j; models/mini/README.md tells of it";

  private EmbeddedModel() {}

  /// The model as a file, written to the store if it is not there yet.
  static Path file(ModelStore store) {
    return Mini.extractTo(store.folder());
  }

  /// Where that file is, or will be.
  static Path place(ModelStore store) {
    return Mini.fileIn(store.folder());
  }

  static long bytes() {
    return Mini.bytes();
  }

  /// True for the file of this or another version of it.
  static boolean isVersion(String fileName) {
    return fileName.matches(NAME + "-[0-9a-f]{16}\\.safetensors");
  }

  /// What users who did not choose a model should know.
  static String notice() {
    return "using mini, the small model that comes with imagebind4j ("
        + Sizes.human(bytes())
        + "); --model "
        + KnownModel.IMAGEBIND_HUGE.name()
        + " is the big one";
  }
}
