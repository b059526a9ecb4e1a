package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;

/// Writes the results of `embed`, item by item in their order.
sealed interface EmbeddingWriter extends EmbeddingRun.Receiver, AutoCloseable
    permits JsonlWriter, NpyWriter, TableWriter {

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

  /// Writes what is only known at the end.
  void finish();

  /// Lets go of temporary files.
  @Override
  void close();
}
