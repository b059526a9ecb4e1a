package io.github.imagebind4j.tokenizer;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;

/// A text as the text encoder takes it: 77 token ids, start token first, end token after the text,
/// zeros after that.
///
/// Immutable and safe for use by any thread.
public final class TokenIds {

  /// How many ids there always are: the text encoder's context length.
  public static final int CONTEXT_LENGTH = 77;

  private final int[] ids;
  private final int eosPosition;

  private TokenIds(int[] ids) {
    this.ids = ids;
    int best = 0;
    for (int i = 1; i < ids.length; i++) {
      if (ids[i] > ids[best]) {
        best = i;
      }
    }
    eosPosition = best;
  }

  /// Makes a sequence from ids that were computed elsewhere.
  ///
  /// @param ids exactly 77 ids, each from 0 to 49,407
  /// @return the sequence
  /// @throws InputException if there are more or fewer, or one is out of range
  public static TokenIds of(int... ids) {
    if (ids.length != CONTEXT_LENGTH) {
      throw new InputException(
          "a token sequence has "
              + CONTEXT_LENGTH
              + " ids, got "
              + ids.length
              + "; pad with zeros after the end token "
              + Vocabulary.END_OF_TEXT);
    }
    for (int i = 0; i < ids.length; i++) {
      Vocabulary.requireId(ids[i]);
    }
    return new TokenIds(ids.clone());
  }

  /// One id by its place.
  ///
  /// @param position from 0 to 76
  /// @return the id, 0 to 49,407
  public int get(int position) {
    return ids[position];
  }

  /// The place whose output the text head reads: the first maximum of the ids. The end token has
  /// the largest id of all, so this is its first occurrence.
  ///
  /// Source: `SelectEOSAndProject` in the reference's `helpers.py`, called with the `argmax` of the
  /// ids.
  ///
  /// @return from 0 to 76
  public int eosPosition() {
    return eosPosition;
  }

  /// How many ids say something: all up to and including the first end token.
  ///
  /// @return from 1 to 77
  public int length() {
    return eosPosition + 1;
  }

  /// The ids.
  ///
  /// @return a fresh copy, shape `[77]`
  public int[] toArray() {
    return ids.clone();
  }

  /// The ids as floats, each exact, for a tensor of one element type.
  ///
  /// @return a fresh array, shape `[77]`
  public float[] toFloatArray() {
    float[] floats = new float[ids.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = ids[i];
    }
    return floats;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TokenIds other && Arrays.equals(ids, other.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "TokenIds" + Arrays.toString(Arrays.copyOf(ids, length()));
  }
}
