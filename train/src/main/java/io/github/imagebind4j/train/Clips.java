package io.github.imagebind4j.train;

import io.github.imagebind4j.array.FloatArray;
import java.util.Arrays;

/// Several clips of one item, whose embeddings are averaged.
final class Clips {
  private Clips() {}

  /// `[B, 1, ...]` of sounds with one clip to `[B, ...]`; others as they are.
  static FloatArray withoutAxis(FloatArray batch) {
    int[] dims = batch.shape().dims();
    if (dims.length != 5 || dims[1] != 1) {
      return batch;
    }
    int[] less = new int[dims.length - 1];
    less[0] = dims[0];
    System.arraycopy(dims, 2, less, 1, dims.length - 2);
    return batch.reshape(less);
  }

  /// `[B, S, ...]` to `[B · S, ...]`.
  static FloatArray joined(FloatArray batch) {
    int[] dims = batch.shape().dims();
    int[] less = Arrays.copyOfRange(dims, 1, dims.length);
    less[0] = Math.multiplyExact(dims[0], dims[1]);
    return batch.reshape(less);
  }

  /// Means of each item's clips.
  ///
  /// @param vectors `[B · S, D]`
  static float[][] means(FloatArray vectors, int clips) {
    int dim = vectors.shape().dim(1);
    float[][] means = new float[vectors.shape().dim(0) / clips][dim];
    for (int row = 0; row < means.length * clips; row++) {
      for (int i = 0; i < dim; i++) {
        means[row / clips][i] += vectors.get(row * dim + i) / clips;
      }
    }
    return means;
  }
}
