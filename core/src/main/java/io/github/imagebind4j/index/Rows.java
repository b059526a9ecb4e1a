package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.lang.foreign.MemorySegment;

/// What a segment is written from; at least one row.
interface Rows {
  int count();

  int dimension();

  Modality modality(int row);

  /// Writes a unit vector in little-endian floats.
  void copyVector(int row, MemorySegment to, long offset);

  /// An [ItemRecord].
  MemorySegment record(int row);
}
