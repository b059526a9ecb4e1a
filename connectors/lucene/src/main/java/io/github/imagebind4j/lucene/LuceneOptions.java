package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.InputException;

/// How a [LuceneIndex] keeps vectors and builds its graph. Quantization and connections are the
/// index's own once it was made; the rest may be other at each opening.
///
/// Immutable and safe for use by any thread.
///
/// @param quantization what the graph search reads, and so what should stay in memory
/// @param maxConnections of a vector with its neighbours in the graph (HNSW's M), 4 to 512: more
///   find truer and take longer to build and more memory, 4 bytes or less each and twice as many in
///   the lowest layer
/// @param beamWidth how many candidates are weighed for a vector's neighbours, 8 to 3,200: more
///   find truer and take longer to build
/// @param ramBufferMb MiB of added items that are gathered in memory before they are written as a
///   segment, 1 to 16,384: larger segments are merged less often, so that adding many is faster
public record LuceneOptions(
    Quantization quantization, int maxConnections, int beamWidth, int ramBufferMb) {

  /// Bytes with full-precision scores, 16 connections, 100 candidates, 256 MiB.
  public static final LuceneOptions DEFAULT = new LuceneOptions(Quantization.INT8, 16, 100, 256);

  /// What the graph search compares. The full-precision vectors are on the disk in any case: the
  /// best candidates are ranked by them, so that scores are true cosines.
  public enum Quantization {
    /// The vectors themselves: 4 bytes a dimension in memory.
    FLOAT,
    /// One byte a dimension in memory; the vectors themselves are read for the best candidates.
    INT8,
    /// One bit a dimension in memory. Coarse, so that more candidates are ranked by the vectors
    /// themselves: the least memory, the most reading.
    ONE_BIT
  }

  /// Checks.
  ///
  /// @throws InputException if a number is outside its range
  public LuceneOptions {
    require("maxConnections", maxConnections, 4, 512);
    require("beamWidth", beamWidth, 8, 3200);
    require("ramBufferMb", ramBufferMb, 1, 16_384);
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InputException(name + " is " + least + " to " + most + ", got " + value);
    }
  }

  /// These with another quantization.
  ///
  /// @param other which
  /// @return the changed copy
  public LuceneOptions withQuantization(Quantization other) {
    return new LuceneOptions(other, maxConnections, beamWidth, ramBufferMb);
  }
}
