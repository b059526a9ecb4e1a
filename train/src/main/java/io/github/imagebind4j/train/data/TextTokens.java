package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.tokenizer.BpeTokenizer;
import io.github.imagebind4j.tokenizer.TokenIds;
import java.util.function.Function;

/// How text becomes token ids: the model's vocabulary need not be CLIP's.
///
/// Safe for use by any thread if `encode` is.
///
/// @param contextLength how many ids a text has
/// @param encode a text to at most so many ids; missing ones are 0
public record TextTokens(int contextLength, Function<String, int[]> encode) {

  /// Checks the length.
  ///
  /// @throws ConfigException if it is not above 0
  public TextTokens {
    if (contextLength < 1) {
      throw new ConfigException("contextLength must be above 0, got " + contextLength);
    }
  }

  /// CLIP's tokenizer, 77 ids.
  ///
  /// @return the reference's tokens
  public static TextTokens clip() {
    BpeTokenizer tokenizer = BpeTokenizer.clip();
    return new TextTokens(TokenIds.CONTEXT_LENGTH, text -> tokenizer.encode(text).toArray());
  }

  void write(String text, float[] out, int at) {
    int[] ids = encode.apply(text);
    if (ids.length > contextLength) {
      throw new InputException(
          "the tokenizer gave " + ids.length + " ids for a context of " + contextLength);
    }
    for (int i = 0; i < contextLength; i++) {
      out[at + i] = i < ids.length ? ids[i] : 0;
    }
  }
}
