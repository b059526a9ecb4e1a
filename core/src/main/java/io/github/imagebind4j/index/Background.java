package io.github.imagebind4j.index;

/// How alike a query and the items of one modality are anyway: what a score has to rise above.
///
/// Immutable and safe for use by any thread.
///
/// @param mean the mean cosine of the query to items of the modality
/// @param scale their standard deviation, above 0
public record Background(double mean, double scale) {
  /// A cosine in these terms.
  ///
  /// @param cosine of the query to an item of the modality
  /// @return by how many standard deviations it is above what is usual
  public double fair(double cosine) {
    return (cosine - mean) / scale;
  }
}
