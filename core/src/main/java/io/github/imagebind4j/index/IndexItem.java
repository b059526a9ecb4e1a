package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;

/// One thing in an index: where it points, and what is known of it.
///
/// Immutable and safe for use by any thread.
///
/// @param id what it is called, unique in its index: 1 to 4,096 characters
/// @param embedding its direction in the space; an index keeps the unit vector
/// @param fields what searches can filter by and show, such as a file's name or a year
public record IndexItem(String id, Embedding embedding, Fields fields) {
  private static final int LONGEST_ID = 4096;

  /// Checks the id.
  ///
  /// @throws InputException if it is empty or longer than 4,096 characters
  public IndexItem {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new InputException(
          "an item's id has 1 to " + LONGEST_ID + " characters, got " + id.length());
    }
  }
}
