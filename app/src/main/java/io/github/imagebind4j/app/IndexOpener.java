package io.github.imagebind4j.app;

import io.github.imagebind4j.index.EmbeddingIndex;
import java.nio.file.Path;

/// Opens the index that a command is to look at.
@FunctionalInterface
interface IndexOpener {
  /// @param folder that holds it
  /// @param toWrite whether the command changes it, too
  /// @return the index; the caller closes it
  /// @throws CliException if there is none
  EmbeddingIndex open(Path folder, boolean toWrite);
}
