package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;

/// The space that an index's vectors lie in. Vectors of different models or preprocessing say
/// nothing about one another.
///
/// Immutable and safe for use by any thread.
///
/// @param fingerprint of model and preprocessing, as in [Embedding#fingerprint()]
/// @param dimension of the vectors
public record IndexSpace(String fingerprint, int dimension) {
  /// The space of an embedding.
  ///
  /// @param embedding any
  /// @return its space
  public static IndexSpace of(Embedding embedding) {
    return new IndexSpace(embedding.fingerprint(), embedding.dimension());
  }

  /// Checks that an embedding lies in it.
  ///
  /// @param embedding any
  /// @throws InputException if it is of another model, preprocessing or width; the message says how
  ///   to mend that
  public void require(Embedding embedding) {
    if (!equals(of(embedding))) {
      throw new InputException(
          "this index holds vectors of model "
              + fingerprint
              + " ("
              + dimension
              + " dimensions), but this one is of "
              + embedding.fingerprint()
              + " ("
              + embedding.dimension()
              + "); embed both with one model and the same profiles, or make a new index");
    }
  }
}
