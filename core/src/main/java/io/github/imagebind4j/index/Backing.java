package io.github.imagebind4j.index;

import java.lang.foreign.MemorySegment;

/// What a segment lies in. Its one owner frees it.
///
/// Implementations are safe for use by any thread, until they are freed.
interface Backing {
  /// All of it.
  MemorySegment memory();

  /// Checks that all of it can still be read: nothing is said of what it holds.
  ///
  /// @param source what messages call it
  /// @throws io.github.imagebind4j.error.IndexException if it has been cut short meanwhile
  void requireThere(String source);

  /// Gives the memory back. Nobody may touch it after that.
  void free();
}
