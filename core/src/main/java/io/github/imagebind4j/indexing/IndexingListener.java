package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.ImageBindException;

/// Is told how indexing goes on. Called by two threads, one at a time.
public interface IndexingListener {
  /// Hears nothing.
  IndexingListener NONE = new IndexingListener() {};

  /// A file is done with, whatever became of it.
  ///
  /// @param name the file
  default void fileDone(String name) {}

  /// An item was embedded.
  ///
  /// @param id the item
  default void itemDone(String id) {}

  /// Something could not be indexed; the rest goes on.
  ///
  /// @param name what it is called
  /// @param reason why
  default void failed(String name, ImageBindException reason) {}

  /// What was done so far will last.
  ///
  /// @param items how many items since the last time
  default void committed(long items) {}
}
