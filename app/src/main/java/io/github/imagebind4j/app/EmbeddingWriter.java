package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;

/// Writes the results of `embed`, item by item in their order.
sealed interface EmbeddingWriter extends AutoCloseable permits JsonlWriter, NpyWriter, TableWriter {

  /// The output formats, by the names that the command line has for them.
  enum Format {
    jsonl,
    npy,
    table
  }

  /// Which of an embedding's two vectors is written.
  enum Scale {
    /// Exactly the model's output.
    raw,
    /// Its direction: length 1.
    unit;

    float[] of(Embedding embedding) {
      return switch (this) {
        case raw -> embedding.vector();
        case unit -> embedding.unit();
      };
    }
  }

  /// Writes an embedding.
  void embedded(String source, Embedding embedding);

  /// Writes that there is none.
  void failed(Item item, ImageBindException reason);

  /// Writes what is only known at the end.
  void finish();

  /// Lets go of temporary files.
  @Override
  void close();
}
