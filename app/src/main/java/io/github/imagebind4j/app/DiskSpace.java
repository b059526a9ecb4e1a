package io.github.imagebind4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on a disk, asked for before gigabytes are written to it.
final class DiskSpace {
  /// Left free beside what is written.
  private static final long SPARE_BYTES = 64L << 20;

  private DiskSpace() {}

  /// Checks that a folder's disk has room for a file.
  ///
  /// @param target the file, for the message
  /// @param folder where it goes
  /// @param missing how many bytes are still to be written
  /// @param fix what to do about it
  /// @throws CliException if there is less room
  static void require(Path target, Path folder, long missing, String fix) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (missing + SPARE_BYTES > usable) {
      throw CliException.environment(
          "not enough disk space for "
              + target
              + ": it needs "
              + Sizes.human(missing)
              + ", "
              + Sizes.human(usable)
              + " are free; "
              + fix);
    }
  }
}
