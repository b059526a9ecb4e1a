package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/// Writes a file whole or not at all: into a neighbour first, which is forced to disk and then
/// renamed. Whatever goes wrong before that, a full disk for one, leaves the old file and no half.
final class AtomicFile {

  private AtomicFile() {}

  /// What goes into the file.
  @FunctionalInterface
  interface Body {
    void writeTo(FileChannel out) throws IOException;
  }

  static void write(Path to, Body body) {
    Path target = to.toAbsolutePath();
    // Not Files.createTempFile, which would make a file that only its owner may read.
    Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        body.writeTo(out);
        out.force(true);
      }
      move(part, target);
    } catch (IOException e) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "can't write %s: %s; check the folder, its rights and its free space (nothing was left behind)",
              to,
              e),
          e);
    } finally {
      deleteQuietly(part);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The caller is about to hear of the first failure, which matters more than this one.
    }
  }
}
