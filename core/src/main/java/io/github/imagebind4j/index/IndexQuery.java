package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.Set;

/// What is looked for: the items nearest to a direction, of some senses, with some fields.
///
/// Immutable and safe for use by any thread.
///
/// @param embedding the direction, of the index's model; its length does not count
/// @param k how many at most, at least 1
/// @param modalities of the items; empty: any
/// @param filter what their fields must be like
/// @param effort how many candidates an approximate index looks at, more being slower and truer; 0:
///   its default. Exact ones need none
public record IndexQuery(
    Embedding embedding, int k, Set<Modality> modalities, Filter filter, int effort) {
  /// Copies and checks.
  ///
  /// @throws InputException if `k` is less than 1, or the effort less than 0
  public IndexQuery {
    modalities = Set.copyOf(modalities);
    if (k < 1) {
      throw new InputException("a search needs k of at least 1, got " + k);
    }
    if (effort < 0) {
      throw new InputException("a search's effort is 0 (the default) or more, got " + effort);
    }
  }

  /// The nearest of all.
  ///
  /// @param embedding the direction
  /// @param k how many at most
  /// @return the query
  public static IndexQuery of(Embedding embedding, int k) {
    return new IndexQuery(embedding, k, Set.of(), Filter.ALL, 0);
  }

  /// This query for items of some senses only.
  ///
  /// @param wanted the senses; empty: any
  /// @return the changed copy
  public IndexQuery in(Set<Modality> wanted) {
    return new IndexQuery(embedding, k, wanted, filter, effort);
  }

  /// This query for items with some fields only.
  ///
  /// @param condition what they must be like
  /// @return the changed copy
  public IndexQuery where(Filter condition) {
    return new IndexQuery(embedding, k, modalities, condition, effort);
  }

  /// This query with another effort.
  ///
  /// @param candidates how many an approximate index looks at; 0: its default
  /// @return the changed copy
  public IndexQuery withEffort(int candidates) {
    return new IndexQuery(embedding, k, modalities, filter, candidates);
  }
}
