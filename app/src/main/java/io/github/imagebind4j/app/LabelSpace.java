package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import java.util.List;
import java.util.OptionalDouble;

/// A list of labels as directions in a model's space.
///
/// Immutable.
final class LabelSpace {
  private final LabelList list;
  private final float[][] vectors;
  private final OptionalDouble scale;
  private final StandOut standOut;

  /// @param vectors one a label, of the length of the model's logit scale for texts
  /// @param scale what cosines are multiplied by; empty: as the model scales its vectors
  /// @param standOut how far a label must stand out to be told
  LabelSpace(LabelList list, float[][] vectors, OptionalDouble scale, StandOut standOut) {
    this.list = list;
    this.vectors = vectors;
    this.scale = scale;
    this.standOut = standOut;
  }

  List<LabelList.Label> labels() {
    return list.labels();
  }

  StandOut standOut() {
    return standOut;
  }

  /// How far each label stands out, in deviations.
  double[] deviations(Embedding embedding) {
    return standOut.deviations(embedding.vector(), vectors);
  }

  /// How the model shares out its belief among the labels: the softmax over the inner products of
  /// the exact vectors, as in the reference's README.
  ///
  /// @return one a label, sums to 1
  double[] probabilities(Embedding embedding) {
    float[] vector = embedding.vector();
    double factor = 1;
    if (scale.isPresent()) {
      double lengths = embedding.norm() * Math.sqrt(Similarity.dot(vectors[0], vectors[0]));
      factor = lengths > 0 ? scale.getAsDouble() / lengths : 0;
    }
    double[] logits = new double[vectors.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = factor * Similarity.dot(vector, vectors[i]);
    }
    return Similarity.softmax(logits);
  }
}
