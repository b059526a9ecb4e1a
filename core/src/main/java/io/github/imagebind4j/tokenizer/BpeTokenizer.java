package io.github.imagebind4j.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CLIP's byte-pair tokenizer, as ImageBind uses it for text: cleaning, lower case, pieces, byte
/// pairs, 77 ids.
///
/// The cost of a text is bounded by its length, whatever it holds; of a text that is far too long
/// only the start is looked at.
///
/// Immutable to the outside and safe for use by any thread. The merge table (some megabytes) is
/// read when the first text comes, and belongs to the instance: share one.
///
/// Source: `SimpleTokenizer` in the reference's `multimodal_preprocessors.py`.
public final class BpeTokenizer {

  /// Longer words are rare, and would make the cache's size a matter of the input.
  private static final int LONGEST_CACHED_WORD = 64;

  private final WordCache cache = new WordCache();
  private final Object loading = new Object();
  private volatile @Nullable BpeMerger loaded;

  private BpeTokenizer() {}

  /// The tokenizer with CLIP's vocabulary of 49,408 tokens.
  ///
  /// @return a new instance with nothing loaded yet
  public static BpeTokenizer clip() {
    return new BpeTokenizer();
  }

  /// Cleans a text and turns it into ids: 49406, at most 75 tokens, 49407, zeros. Of a longer text
  /// the first 75 tokens are kept.
  ///
  /// @param text any text, the empty one included
  /// @return 77 ids
  /// @throws io.github.imagebind4j.error.ConfigException if the merge table in the jar is damaged
  public TokenIds encode(String text) {
    int[] ids = new int[TokenIds.CONTEXT_LENGTH];
    ids[0] = Vocabulary.START_OF_TEXT;
    int count = 1;
    TextCleaner cleaner = new TextCleaner(text);
    for (String part = cleaner.next(); part != null; part = cleaner.next()) {
      PretokenScanner pieces = new PretokenScanner(part);
      for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
        for (int id : encodePiece(piece)) {
          if (count == ids.length - 1) {
            ids[count] = Vocabulary.END_OF_TEXT;
            return TokenIds.of(ids);
          }
          ids[count++] = id;
        }
      }
    }
    ids[count] = Vocabulary.END_OF_TEXT;
    return TokenIds.of(ids);
  }

  /// A token as the vocabulary writes it: each byte as one printable character, with `</w>` at the
  /// end of a word.
  ///
  /// @param id from 0 to 49,407
  /// @return such as `dog</w>`
  /// @throws io.github.imagebind4j.error.InputException if there is no such id
  public String token(int id) {
    return merger().vocabulary().token(id);
  }

  /// The tokens of a sequence for display, without the padding.
  ///
  /// @param ids a sequence
  /// @return `ids.length()` tokens, the first end token the last of them
  public List<String> tokens(TokenIds ids) {
    List<String> tokens = new ArrayList<>(ids.length());
    for (int i = 0; i < ids.length(); i++) {
      tokens.add(token(ids.get(i)));
    }
    return List.copyOf(tokens);
  }

  /// The cleaned text behind a sequence, as far as it was kept, with a space after each word.
  ///
  /// @param ids a sequence
  /// @return the text without start token, end token and padding; bytes that are not UTF-8, such as
  ///   half a character at the end, become U+FFFD
  public String decode(TokenIds ids) {
    int from = ids.get(0) == Vocabulary.START_OF_TEXT ? 1 : 0;
    int to =
        ids.get(ids.eosPosition()) == Vocabulary.END_OF_TEXT ? ids.eosPosition() : ids.length();
    int[] inner = new int[Math.max(0, to - from)];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = ids.get(from + i);
    }
    return merger().vocabulary().decode(inner).strip();
  }

  private int[] encodePiece(String piece) {
    if (piece.equals(PretokenScanner.START)) {
      return new int[] {Vocabulary.START_OF_TEXT};
    }
    if (piece.equals(PretokenScanner.END)) {
      return new int[] {Vocabulary.END_OF_TEXT};
    }
    int[] known = cache.get(piece);
    if (known != null) {
      return known;
    }
    int[] ids = merger().encode(piece.getBytes(StandardCharsets.UTF_8), TokenIds.CONTEXT_LENGTH);
    if (piece.length() <= LONGEST_CACHED_WORD) {
      cache.put(piece, ids);
    }
    return ids;
  }

  private BpeMerger merger() {
    BpeMerger merger = loaded;
    if (merger == null) {
      synchronized (loading) {
        merger = loaded;
        if (merger == null) {
          merger = new BpeMerger(Vocabulary.clip());
          loaded = merger;
        }
      }
    }
    return merger;
  }
}
