package io.github.imagebind4j.index;

/// How alike a query and the items of one modality are anyway, and how far above that its best are:
/// what a cosine is held against.
///
/// Immutable and safe for use by any thread.
///
/// @param mean the mean cosine of the query to items of the modality
/// @param reach how far above the mean the best hundredth of items lies for queries like this,
///   above 0
public record Background(double mean, double reach) {
  /// A cosine in these terms.
  ///
  /// @param cosine of the query to an item of the modality
  /// @return 0 for what is usual, 1 for what the best usually are
  public double fair(double cosine) {
    return (cosine - mean) / reach;
  }
}
