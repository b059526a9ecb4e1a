package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Embeddings by id, searched by direction. An index holds the vectors of one model only, in one
/// space; which one the first item decides.
///
/// What was put and removed is found, or found no more, after the next [#commit()] at the latest;
/// an index that lasts keeps it from then on, whatever happens to the process or machine. Between
/// two commits it keeps all or nothing.
///
/// Implementations are safe for use by any thread.
public interface EmbeddingIndex extends AutoCloseable {

  /// Adds items, or replaces those of the same ids. Of several with one id the last counts.
  ///
  /// @param items any number, of the index's model
  /// @throws InputException if one is of another model than those in the index; then none is added
  /// @throws IndexException if it can't be written
  void put(Collection<IndexItem> items);

  /// Removes items.
  ///
  /// @param ids what they were put as; unknown ones do not matter
  /// @throws IndexException if it can't be written
  void remove(Collection<String> ids);

  /// Makes all changes since the last commit lasting and visible, together.
  ///
  /// @throws IndexException if it can't be written; the last commit is still whole
  void commit();

  /// An item that was committed.
  ///
  /// @param id what it was put as
  /// @return the item, its embedding of length 1, to within the index's precision
  Optional<IndexItem> get(String id);

  /// Finds the items of the largest cosine to a query.
  ///
  /// @param query what is looked for
  /// @return best first; equal scores in the order of their ids; fewer than `k` if fewer fit
  /// @throws InputException if the query is of another model
  List<Hit> search(IndexQuery query);

  /// Goes through committed items, in any order.
  ///
  /// @param filter which
  /// @param each takes them one at a time
  void scan(Filter filter, Consumer<IndexItem> each);

  /// How many committed items there are.
  ///
  /// @return the number
  long size();

  /// The space of its vectors.
  ///
  /// @return the space; empty before the first item
  Optional<IndexSpace> space();

  /// Frees what it holds. Changes since the last commit are lost.
  @Override
  void close();

  /// Adds an item without fields and commits.
  ///
  /// @param id any text
  /// @param embedding stored as its unit vector
  /// @throws InputException if it is of another model than those in the index
  default void add(String id, Embedding embedding) {
    put(List.of(new IndexItem(id, embedding, Fields.NONE)));
    commit();
  }

  /// Finds the nearest of all.
  ///
  /// @param query an embedding of the index's model
  /// @param k how many at most, at least 1
  /// @return as [#search(IndexQuery)]
  /// @throws InputException if the query is of another model, or `k` is less than 1
  default List<Hit> search(Embedding query, int k) {
    return search(IndexQuery.of(query, k));
  }
}
