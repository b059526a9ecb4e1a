package io.github.imagebind4j.app;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.FairRanking;
import java.nio.file.Files;
import java.nio.file.Path;

/// Indexes on disk as the commands use them: the one place that knows what they are made of.
final class Indexes {
  private static final String SAMPLE = "fair-sample.bin";

  private Indexes() {}

  /// How a new index keeps vectors.
  enum Quantize {
    none,
    int8,
    bit
  }

  /// Opens an index to write, making it if there is none.
  ///
  /// @throws IndexException if it is in use, damaged, or can't be written
  static EmbeddingIndex open(Path folder, Quantize quantize) {
    return ExactIndex.open(folder);
  }

  /// Opens an index to search.
  ///
  /// @throws CliException if there is none
  static EmbeddingIndex openReadOnly(Path folder) {
    requireIndex(folder);
    return ExactIndex.openReadOnly(folder);
  }

  static void compact(Path folder, Console console) {
    requireIndex(folder);
    throw CliException.environment("not yet");
  }

  static void snapshot(Path folder, Path target, Console console) {
    requireIndex(folder);
    throw CliException.environment("not yet");
  }

  static long diskBytes(EmbeddingIndex index, Path folder) {
    return 0;
  }

  /// Whether a folder holds an index.
  static boolean isIndex(Path folder) {
    return Files.isRegularFile(IndexSettings.file(folder));
  }

  /// @throws CliException if there is none
  static void requireIndex(Path folder) {
    if (!isIndex(folder)) {
      throw CliException.environment(
          folder
              + (Files.exists(folder) ? " is no index" : " does not exist")
              + "; make one with: imagebind4j index DIR --to "
              + folder);
    }
  }

  /// What is usual in an index: as it was learned when it was indexed, or else learned now.
  ///
  /// @throws InputException if the index is empty
  static FairRanking ranking(EmbeddingIndex index, Path folder, Console console) {
    Path file = folder.resolve(SAMPLE);
    if (Files.isRegularFile(file)) {
      try {
        FairRanking kept = FairRanking.load(file);
        if (index.space().filter(kept.space()::equals).isPresent() && isRecent(kept, index)) {
          return kept;
        }
      } catch (IndexException e) {
        console.note(e.getMessage());
      }
    }
    FairRanking learned = FairRanking.learn(index);
    keep(learned, folder, console);
    return learned;
  }

  /// A few items more or less change nothing.
  private static boolean isRecent(FairRanking kept, EmbeddingIndex index) {
    return Math.abs(kept.size() - index.size()) <= index.size() / 10;
  }

  static void keep(FairRanking ranking, Path folder, Console console) {
    try {
      ranking.save(folder.resolve(SAMPLE));
    } catch (IndexException e) {
      console.note("fair scores will have to be learned again: " + e.getMessage());
    }
  }

  /// The files beside the vectors that a copy needs, too.
  static java.util.List<Path> companions(Path folder) {
    return java.util.List.of(IndexSettings.file(folder), folder.resolve(SAMPLE));
  }
}
