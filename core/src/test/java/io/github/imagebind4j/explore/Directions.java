package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Made-up directions for the tests of this package.
final class Directions {
  private Directions() {}

  /// Clumps of unit vectors around random centres, row `i` in clump `i % clumps`.
  static float[][] clumps(int rows, int dimension, int clumps, double spread, long seed) {
    Random random = new Random(seed);
    float[][] centres = new float[clumps][];
    for (int c = 0; c < clumps; c++) {
      centres[c] = Similarity.normalize(gaussian(dimension, random));
    }
    float[][] units = new float[rows][];
    for (int i = 0; i < rows; i++) {
      float[] row = gaussian(dimension, random);
      double scale = spread / Math.sqrt(dimension);
      for (int d = 0; d < dimension; d++) {
        row[d] = (float) (centres[i % clumps][d] + scale * row[d]);
      }
      units[i] = Similarity.normalize(row);
    }
    return units;
  }

  static float[] gaussian(int dimension, Random random) {
    float[] row = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      row[d] = (float) random.nextGaussian();
    }
    return row;
  }

  static float[][] same(int rows, float... row) {
    float[][] all = new float[rows][];
    Arrays.setAll(all, _ -> row.clone());
    return all;
  }

  static IndexItem item(String id, Modality modality, float[] vector) {
    return item(id, modality, vector, Map.of());
  }

  static IndexItem item(String id, Modality modality, float[] vector, Map<String, ?> fields) {
    return new IndexItem(id, new Embedding(modality, vector, "model"), Fields.of(fields));
  }

  static ExactIndex index(IndexItem... items) {
    return index(List.of(items));
  }

  static ExactIndex index(List<IndexItem> items) {
    ExactIndex index = new ExactIndex();
    index.put(items);
    index.commit();
    return index;
  }
}
