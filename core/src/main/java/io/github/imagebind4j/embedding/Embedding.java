package io.github.imagebind4j.embedding;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.Arrays;

/// A point in the shared space: exactly what the model put out, with its modality and the
/// fingerprint of the model.
///
/// The vector's length is not one. Text, audio, depth, thermal and IMU carry their modality's logit
/// scale (audio 20, thermal 10, depth and IMU 5, text learned), and the mean over clips of a sound
/// or video is a little shorter than that. Compare and store [#unit()]; use [#vector()] where the
/// scale is meant to count, as in a softmax over texts.
///
/// Immutable and safe for use by any thread.
public final class Embedding {
  private final Modality modality;
  private final float[] vector;
  private final String fingerprint;

  /// Keeps a model's output.
  ///
  /// @param modality the sense it came from
  /// @param vector the model's output; copied
  /// @param fingerprint which model and preprocessing made it; vectors of different ones must not
  ///   be mixed
  /// @throws InputException if the vector is empty or holds NaN or an infinity
  public Embedding(Modality modality, float[] vector, String fingerprint) {
    if (vector.length == 0) {
      throw new InputException("an embedding needs at least one dimension, got none");
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new InputException(
            "an embedding must be finite, got "
                + vector[i]
                + " at "
                + i
                + "; check the input and the checkpoint");
      }
    }
    this.modality = modality;
    this.vector = vector.clone();
    this.fingerprint = fingerprint;
  }

  /// The sense it came from.
  ///
  /// @return the modality
  public Modality modality() {
    return modality;
  }

  /// Which model and preprocessing made it.
  ///
  /// @return a short hexadecimal text, equal for the same weights in any file format
  public String fingerprint() {
    return fingerprint;
  }

  /// How many dimensions it has.
  ///
  /// @return the length of the vector
  public int dimension() {
    return vector.length;
  }

  /// Exactly the model's output, logit scale included.
  ///
  /// @return a fresh copy
  public float[] vector() {
    return vector.clone();
  }

  /// The direction: the vector divided by its L2 norm. A zero vector stays zero.
  ///
  /// @return a fresh array of norm 1
  public float[] unit() {
    return Similarity.normalize(vector);
  }

  /// The L2 norm of [#vector()].
  ///
  /// @return about the modality's logit scale
  public double norm() {
    return Math.sqrt(Similarity.dot(vector, vector));
  }

  /// The cosine of the angle to another embedding.
  ///
  /// @param other an embedding of the same model
  /// @return -1 to 1
  /// @throws InputException if the two are of different models
  public double cosine(Embedding other) {
    requireSameSpace(other);
    return Similarity.cosine(vector, other.vector);
  }

  /// Checks that another embedding lies in the same space.
  ///
  /// @param other the other
  /// @throws InputException if its fingerprint or dimension differs
  public void requireSameSpace(Embedding other) {
    if (!fingerprint.equals(other.fingerprint) || vector.length != other.vector.length) {
      throw new InputException(
          "these embeddings come from different models ("
              + fingerprint
              + ", "
              + vector.length
              + " dimensions; "
              + other.fingerprint
              + ", "
              + other.vector.length
              + "); embed both with one model");
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Embedding other
        && modality.equals(other.modality)
        && fingerprint.equals(other.fingerprint)
        && Arrays.equals(vector, other.vector);
  }

  @Override
  public int hashCode() {
    return 31 * modality.hashCode() + Arrays.hashCode(vector);
  }

  @Override
  public String toString() {
    return "Embedding["
        + modality
        + ", "
        + vector.length
        + " dimensions, model "
        + fingerprint
        + "]";
  }
}
