package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.lucene.LuceneIndex;
import io.github.imagebind4j.lucene.LuceneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Indexes on disk as the commands use them: the one place that knows what they are made of.
final class Indexes {
  private static final String SAMPLE = "fair-sample.bin";

  /// Lucene says by it how it could be faster, which is no news for a user. (Held here, for loggers
  /// that nobody holds forget their level.)
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  static {
    LUCENE.setLevel(Level.SEVERE);
  }

  private Indexes() {}

  /// What a new index's graph compares; the full vectors are kept in any case.
  enum Quantize {
    none(LuceneOptions.Quantization.FLOAT),
    int8(LuceneOptions.Quantization.INT8),
    bit(LuceneOptions.Quantization.ONE_BIT);

    private final LuceneOptions.Quantization quantization;

    Quantize(LuceneOptions.Quantization quantization) {
      this.quantization = quantization;
    }
  }

  /// Opens an index to write, making it if there is none.
  ///
  /// @param quantize null: as it is, or as is usual
  /// @throws IndexException if it is in use, damaged, of another kind, or can't be written
  static EmbeddingIndex open(Path folder, @Nullable Quantize quantize) {
    if (quantize == null && isIndex(folder)) {
      return LuceneIndex.open(folder);
    }
    LuceneOptions options = LuceneOptions.DEFAULT;
    return LuceneIndex.open(
        folder, quantize == null ? options : options.withQuantization(quantize.quantization));
  }

  /// Opens an index to search.
  ///
  /// @throws CliException if there is none
  static EmbeddingIndex openReadOnly(Path folder) {
    requireIndex(folder);
    return LuceneIndex.openReadOnly(folder);
  }

  /// Opens an index to change it.
  ///
  /// @throws CliException if there is none
  /// @throws IndexException if it is in use, damaged, of another kind, or can't be written
  static EmbeddingIndex openToChange(Path folder) {
    requireIndex(folder);
    return LuceneIndex.open(folder);
  }

  /// Whether a folder holds an index, as `index` writes them.
  static boolean isIndex(Path folder) {
    return Files.isRegularFile(IndexSettings.file(folder));
  }

  private static void requireIndex(Path folder) {
    if (!isIndex(folder)) {
      throw CliException.environment(
          folder
              + (Files.exists(folder) ? " is no index" : " does not exist")
              + "; make one with: imagebind4j index DIR --to "
              + folder);
    }
  }

  /// Refuses to search with another model than an index was made with.
  ///
  /// @param name what messages call the model
  static void requireModel(EmbeddingIndex index, Path folder, ImageBind loaded, String name) {
    index
        .space()
        .filter(space -> !space.fingerprint().equals(loaded.fingerprint()))
        .ifPresent(space -> {
          IndexSettings settings = IndexSettings.read(folder);
          throw CliException.environment(
              folder
                  + " holds vectors of model "
                  + space.fingerprint()
                  + ", but "
                  + name
                  + " is "
                  + loaded.fingerprint()
                  + "; search with the one it was made with"
                  + (settings == null ? "" : ": --model " + settings.model()));
        });
  }

  static void compact(Path folder) {
    requireIndex(folder);
    try (LuceneIndex index = LuceneIndex.open(folder)) {
      index.compact();
    }
  }

  static void snapshot(Path folder, Path target) {
    requireIndex(folder);
    try (LuceneIndex index = LuceneIndex.openReadOnly(folder)) {
      index.snapshot(target);
    }
    try {
      for (Path companion : List.of(folder.resolve(SAMPLE), IndexSettings.file(folder))) {
        if (Files.exists(companion)) {
          Files.copy(companion, target.resolve(companion.getFileName()));
        }
      }
    } catch (IOException e) {
      throw CliException.environment(
          "can't write " + target + ": " + e.getMessage() + "; make room", e);
    }
  }

  static long diskBytes(Path folder) {
    try (LuceneIndex index = LuceneIndex.openReadOnly(folder)) {
      return index.diskBytes();
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
        if (index.space().filter(kept.space()::equals).isPresent() && kept.size() == index.size()) {
          return kept;
        }
      } catch (IndexException e) {
        console.note(String.valueOf(e.getMessage()));
      }
    }
    FairRanking learned = FairRanking.learn(index);
    keep(learned, folder, console);
    return learned;
  }

  /// Keeps what is usual in an index beside it. Where that can't be, it is learned at each search.
  static void keep(FairRanking ranking, Path folder, Console console) {
    try {
      ranking.save(folder.resolve(SAMPLE));
    } catch (IndexException e) {
      console.note("fair scores will have to be learned at each search: " + e.getMessage());
    }
  }
}
