package io.github.imagebind4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A web page that a command writes.
final class PageFile {
  private PageFile() {}

  /// @throws CliException if it can't be written
  static void write(Path file, String html, Console console) {
    try {
      Files.writeString(file, html);
    } catch (IOException e) {
      throw CliException.environment(
          "can't write " + file + ": " + e.getMessage() + "; choose another file", e);
    }
    console.note("page: " + file.toAbsolutePath().normalize().toUri());
  }
}
