package io.github.imagebind4j.lucene;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/// A commit's files in another folder. They never change once written, so that a hard link is as
/// good as a copy where the file system has them.
final class FolderSnapshot {
  private static final int PATIENCE = 20;

  private FolderSnapshot() {}

  /// Copies the last commit of an index that another process may be writing. That removes files
  /// which a new commit no longer needs, at any moment; then the new one is copied.
  static void writeLast(Path from, Directory directory, Path to, Failures failures)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        write(from, reader.getIndexCommit(), to, failures);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == PATIENCE) {
          throw e;
        }
      }
    }
  }

  /// @param to a folder that does not exist yet, or is empty; there whole, or not at all
  static void write(Path from, IndexCommit commit, Path to, Failures failures) throws IOException {
    if (Files.exists(to) && !isEmptyFolder(to)) {
      throw new Failures(to.toString())
          .failure("can't be written: something is there", "choose another folder", null);
    }
    Path target = to.toAbsolutePath();
    Path above = target.getParent();
    if (above == null) {
      throw failures.failure("can't be copied to " + to, "choose another folder", null);
    }
    Files.createDirectories(above);
    Path growing = Files.createTempDirectory(above, "." + target.getFileName() + "-");
    try {
      for (String file : commit.getFileNames()) {
        linkOrCopy(from.resolve(file), growing.resolve(file));
      }
      IOUtils.fsync(growing, true);
      Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE);
      IOUtils.fsync(above, true);
    } finally {
      IOUtils.rm(growing); // gone already if all went well
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      IOUtils.fsync(to, false);
    }
  }
}
