package io.github.imagebind4j.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;

/// What may be in the folder of an index.
final class LuceneFolder {
  private LuceneFolder() {}

  static void requireThere(Path folder, Failures failures) {
    if (!Files.isDirectory(folder)) {
      throw failures.failure("is not there", "check the folder", null);
    }
  }

  static void requireNoFile(Path folder, Failures failures) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw failures.failure("can't be made: it is a file", "choose another folder", null);
    }
  }

  /// Lucene removes files that it takes for its own.
  static void requireNoOtherFiles(Path folder, Failures failures) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      Optional<String> other =
          inside
              .filter(Files::isRegularFile)
              .map(file -> Objects.toString(file.getFileName()))
              .filter(name -> !name.startsWith(".") && !isLucenes(name))
              .findFirst();
      if (other.isPresent()) {
        throw failures.failure(
            "can't be made: the folder holds other files, such as " + other.get(),
            "choose an empty folder",
            null);
      }
    }
  }

  /// What a process that was killed while making an index may have left.
  private static boolean isLucenes(String name) {
    return name.equals(IndexWriter.WRITE_LOCK_NAME)
        || name.startsWith(IndexFileNames.PENDING_SEGMENTS)
        || IndexFileNames.CODEC_FILE_PATTERN.matcher(name).matches();
  }

  static long bytes(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }
}
