package io.github.imagebind4j.lucene;

import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.ReadAdvice;

/// What may be in the folder of an index.
final class LuceneFolder {
  private static final String FULL_PRECISION = ".vec";

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

  /// The index that a folder holds says what it is.
  static IndexLabel label(Directory directory, Failures failures) throws IOException {
    return IndexLabel.of(SegmentInfos.readLatestCommit(directory).getUserData(), failures);
  }

  /// Full-precision vectors beside quantized ones are read here and there, a few for each search:
  /// the system is not to read what lies around them, which would be thirty times as much, and in
  /// memory in place of what every search needs.
  static void advise(Directory directory, Quantization quantization) {
    if (directory instanceof MMapDirectory mapped && quantization != Quantization.FLOAT) {
      mapped.setReadAdvice((name, context) ->
          name.endsWith(FULL_PRECISION)
                  && context.context() == IOContext.Context.DEFAULT
                  && !context.hints().contains(DataAccessHint.SEQUENTIAL)
              ? Optional.of(ReadAdvice.RANDOM)
              : Optional.empty());
    }
  }

  static long bytes(Directory directory) throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }
}
