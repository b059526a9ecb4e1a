package io.github.imagebind4j.synth;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that are whole or absent, also when the process is killed: written beside their place and
/// then renamed. One that was left half-written by a killed run is overwritten by the next.
final class Atomic {
  /// How the names of files end that are being written.
  static final String PART = ".part";

  private Atomic() {}

  static void write(Path file, byte[] bytes) throws IOException {
    Path part = part(file);
    Files.write(part, bytes);
    move(part, file);
  }

  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
