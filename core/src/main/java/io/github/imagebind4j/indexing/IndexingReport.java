package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.ImageBindException;
import java.util.List;

/// What a run of indexing did.
///
/// Immutable and safe for use by any thread.
///
/// @param files how many files were looked at
/// @param indexed how many of them were embedded anew
/// @param unchanged how many were in the index already
/// @param passedOver how many are no media
/// @param added how many items were written
/// @param dropped how many items were removed, their files being gone, changed or cut otherwise
/// @param failures what could not be indexed
/// @param items how many items the index has now
public record IndexingReport(
    long files,
    long indexed,
    long unchanged,
    long passedOver,
    long added,
    long dropped,
    List<Failure> failures,
    long items) {

  /// Copies.
  public IndexingReport {
    failures = List.copyOf(failures);
  }

  /// Something that could not be indexed.
  ///
  /// @param name what it is called
  /// @param reason why
  public record Failure(String name, ImageBindException reason) {}
}
