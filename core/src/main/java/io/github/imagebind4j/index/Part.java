package io.github.imagebind4j.index;

/// A segment and which of its rows are no more.
///
/// @param segment its rows
/// @param deletions those to pass over
record Part(Segment segment, Deletions deletions) {
  /// How many rows there still are.
  int kept() {
    return segment.rows() - deletions.count();
  }

  /// The row of an id.
  ///
  /// @return -1 if there is none, or no more
  int find(ItemKey key) {
    int row = segment.find(key);
    return row >= 0 && deletions.contains(row) ? -1 : row;
  }
}
