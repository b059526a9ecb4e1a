package io.github.imagebind4j.index;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where segments are kept.
///
/// For use by one thread at a time.
interface Store extends AutoCloseable {
  /// Makes a segment, which is no part of the index before it is committed.
  ///
  /// @throws IOException if there is no room; then nothing of it is left
  Segment write(Rows rows) throws IOException;

  /// Makes these parts the index, all at once.
  ///
  /// @throws IOException if that fails; the last commit is still whole
  void commit(@Nullable IndexSpace space, List<Part> parts) throws IOException;

  /// How messages name it.
  String name();

  @Override
  void close();
}
