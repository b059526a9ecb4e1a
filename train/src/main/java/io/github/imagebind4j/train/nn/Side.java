package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;

/// One sense's half of a batch of pairs.
public sealed interface Side {
  /// How many items there are.
  ///
  /// @return the batch size
  default int size() {
    return switch (this) {
      case Inputs inputs -> inputs.batch().shape().dim(0);
      case Embedded embedded -> embedded.vectors().shape().dim(0);
    };
  }

  /// What goes into the sense's tower.
  ///
  /// @param batch e.g. `[B, 3, 224, 224]`
  record Inputs(FloatArray batch) implements Side {}

  /// What came out of a tower that is not trained: its embeddings can be kept.
  ///
  /// @param vectors `[B, outEmbedDim]`, of length 1
  record Embedded(FloatArray vectors) implements Side {}
}
