package io.github.imagebind4j.embedding;

import io.github.imagebind4j.error.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Weighted sums and differences of embeddings: an image of birds plus the sound of waves finds
/// birds by the sea.
///
/// As in the paper (appendix B.4): each term is L2-normalised first, so that no modality's logit
/// scale drowns another, then weighted and added. Nothing is normalised afterwards;
/// [Embedding#unit()] of the result does that.
///
/// ```java
/// Embedding query = EmbeddingArithmetic.start().plus(birds, 0.5).plus(waves, 0.5).minus(city, 0.2).result();
/// ```
///
/// Immutable: each step returns a new sum. Safe for use by any thread.
public final class EmbeddingArithmetic {
  private record Term(Embedding embedding, double weight) {}

  private static final EmbeddingArithmetic EMPTY = new EmbeddingArithmetic(List.of());

  private final List<Term> terms;

  private EmbeddingArithmetic(List<Term> terms) {
    this.terms = terms;
  }

  /// An empty sum.
  ///
  /// @return a sum without terms
  public static EmbeddingArithmetic start() {
    return EMPTY;
  }

  /// Adds a term with weight 1.
  ///
  /// @param embedding the term
  /// @return the longer sum
  public EmbeddingArithmetic plus(Embedding embedding) {
    return plus(embedding, 1);
  }

  /// Adds a weighted term.
  ///
  /// @param embedding the term
  /// @param weight its weight, finite; a negative one subtracts
  /// @return the longer sum
  /// @throws InputException if the weight is not finite, or the model is not that of the other
  ///   terms
  public EmbeddingArithmetic plus(Embedding embedding, double weight) {
    if (!Double.isFinite(weight)) {
      throw new InputException("a weight must be a finite number, got " + weight);
    }
    if (!terms.isEmpty()) {
      terms.getFirst().embedding.requireSameSpace(embedding);
    }
    List<Term> longer = new ArrayList<>(terms);
    longer.add(new Term(embedding, weight));
    return new EmbeddingArithmetic(List.copyOf(longer));
  }

  /// Subtracts a term with weight 1.
  ///
  /// @param embedding the term
  /// @return the longer sum
  public EmbeddingArithmetic minus(Embedding embedding) {
    return plus(embedding, -1);
  }

  /// Subtracts a weighted term.
  ///
  /// @param embedding the term
  /// @param weight its weight, finite
  /// @return the longer sum
  public EmbeddingArithmetic minus(Embedding embedding, double weight) {
    return plus(embedding, -weight);
  }

  /// The sum.
  ///
  /// @return the weighted sum of the terms' unit vectors; its modality is that of the first term
  /// @throws InputException if there is no term, or the terms cancel out to a zero vector
  public Embedding result() {
    @Nullable Embedding first = terms.isEmpty() ? null : terms.getFirst().embedding;
    if (first == null) {
      throw new InputException("a sum needs at least one term, got none; call plus(…) first");
    }
    double[] sum = new double[first.dimension()];
    for (Term term : terms) {
      float[] unit = term.embedding.unit();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += term.weight * unit[i];
      }
    }
    float[] result = new float[sum.length];
    double square = 0;
    for (int i = 0; i < sum.length; i++) {
      result[i] = (float) sum[i];
      square += sum[i] * sum[i];
    }
    if (square < 1e-12) {
      throw new InputException(
          "the terms cancel out to a zero vector, which has no direction; change the weights");
    }
    return new Embedding(first.modality(), result, first.fingerprint());
  }
}
