package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import java.util.List;

/// Embeddings by id, searched by direction. An index holds the vectors of one model only.
/// Implementations are safe for use by any thread.
public interface EmbeddingIndex extends AutoCloseable {

  /// Adds an embedding, or replaces the one of this id.
  ///
  /// @param id any text
  /// @param embedding stored as its unit vector
  /// @throws InputException if it is of another model than those in the index
  void add(String id, Embedding embedding);

  /// Removes an embedding.
  ///
  /// @param id what it was added as
  /// @return whether it was there
  boolean remove(String id);

  /// Finds the embeddings of the largest cosine to a query.
  ///
  /// @param query an embedding of the index's model
  /// @param k how many at most, at least 1
  /// @return best first; equal scores in the order of their ids; fewer than `k` if the index holds
  ///   fewer
  /// @throws InputException if the query is of another model, or `k` is less than 1
  List<Hit> search(Embedding query, int k);

  /// How many embeddings it holds.
  ///
  /// @return the number
  int size();

  @Override
  void close();
}
