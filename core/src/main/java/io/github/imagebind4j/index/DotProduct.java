package io.github.imagebind4j.index;

import java.lang.foreign.MemorySegment;

/// Inner products of a query with rows in memory, in 32-bit floats.
///
/// The product of two vectors is always the same number: it depends neither on where the row lies,
/// nor on its neighbours, nor on whether the code ran compiled. So equal vectors have equal scores,
/// and who computes which rows does not matter.
///
/// Implementations are stateless and safe for use by any thread.
interface DotProduct {
  /// Computes one product for each row.
  ///
  /// @param memory rows of little-endian floats, one after another
  /// @param offset where the first begins, in bytes
  /// @param rows how many
  /// @param query as long as a row
  /// @param products gets them, from index 0
  void compute(MemorySegment memory, long offset, int rows, float[] query, float[] products);

  /// The fastest one here: with the module `jdk.incubator.vector`, if the JVM was started with
  /// `--add-modules jdk.incubator.vector`.
  static DotProduct fastest() {
    // The class that needs the module is first touched, and so loaded, when it is known to be
    // there.
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorDotProduct()
        : new PlainDotProduct();
  }
}
