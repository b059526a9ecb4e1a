package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.Modality;

/// What an encoder makes its vector from: equal keys have equal vectors. Knows its hash, which
/// costs a millisecond for each million floats, so that it is computed by the thread that made the
/// tensor.
///
/// @param modality whose encoder
/// @param tensor one preprocessed item
/// @param hash of the tensor's values
record TensorKey(Modality modality, FloatArray tensor, int hash) {

  static TensorKey of(Modality modality, FloatArray tensor) {
    return new TensorKey(modality, tensor, tensor.hashCode());
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TensorKey other
        && hash == other.hash
        && modality.equals(other.modality)
        && tensor.equals(other.tensor);
  }
}
