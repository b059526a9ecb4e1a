package io.github.imagebind4j.tokenizer;

import io.github.imagebind4j.error.ConfigException;
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
  /// How many tokens CLIP's vocabulary has.
  public static final int CLIP_SIZE = Vocabulary.SIZE;

  /// Longer words are rare, and would make the cache's size a matter of the input.
  private static final int LONGEST_CACHED_WORD = 64;

  private final WordCache cache = new WordCache();
  private final Object loading = new Object();
  private volatile @Nullable BpeMerger loaded;

  private final int size;

  private BpeTokenizer(int size) {
    this.size = size;
  }

  /// The tokenizer with CLIP's vocabulary of 49,408 tokens.
  ///
  /// @return a new instance with nothing loaded yet
  public static BpeTokenizer clip() {
    return new BpeTokenizer(Vocabulary.SIZE);
  }

  /// The tokenizer of a model by the size of its token table: CLIP's for CLIP's size and for larger
  /// ones, whose further tokens are a model's own.
  ///
  /// @param vocabulary rows of the table
  /// @return a new instance with nothing loaded yet
  /// @throws ConfigException if it is smaller than single bytes need
  public static BpeTokenizer ofTable(int vocabulary) {
    return ofSize(Math.min(vocabulary, Vocabulary.SIZE));
  }

  /// The tokenizer of a small model: of CLIP's merges only the first, which are the most frequent
  /// ones, then start and end of text. Rare words come in more pieces.
  ///
  /// @param vocabulary how many different tokens there are, from 514 (single bytes) to 49,408
  /// @return a new instance with nothing loaded yet
  /// @throws ConfigException if it is out of range
  public static BpeTokenizer ofSize(int vocabulary) {
    if (vocabulary < Vocabulary.SMALLEST || vocabulary > Vocabulary.SIZE) {
      throw new ConfigException(
          "a vocabulary has from "
              + Vocabulary.SMALLEST
              + " to "
              + Vocabulary.SIZE
              + " tokens, got "
              + vocabulary);
    }
    return new BpeTokenizer(vocabulary);
  }

  /// Cleans a text and turns it into ids: 49406, at most 75 tokens, 49407, zeros. Of a longer text
  /// the first 75 tokens are kept.
  ///
  /// @param text any text, the empty one included
  /// @return 77 ids
  /// @throws ConfigException if the merge table in the jar is damaged, or the vocabulary is not
  ///   CLIP's whole one
  public TokenIds encode(String text) {
    if (size != Vocabulary.SIZE) {
      throw new ConfigException(
          "this tokenizer has "
              + size
              + " tokens, not CLIP's "
              + Vocabulary.SIZE
              + "; ask for ids");
    }
    return TokenIds.of(ids(text, TokenIds.CONTEXT_LENGTH));
  }

  /// The same for a model with a vocabulary or a context of its own: the start token, which is the
  /// last but one of the vocabulary, the text's tokens as far as they fit, the end token, which is
  /// the last, and zeros.
  ///
  /// @param text any text, the empty one included
  /// @param context how many ids the model takes, at least 2
  /// @return `context` ids
  /// @throws ConfigException if the merge table in the jar is damaged, or the context is shorter
  public int[] ids(String text, int context) {
    if (context < 2) {
      throw new ConfigException(
          "start and end of a text need a context of at least 2 tokens, got " + context);
    }
    int[] ids = new int[context];
    ids[0] = size - 2;
    int count = 1;
    TextCleaner cleaner = new TextCleaner(text);
    for (String part = cleaner.next(); part != null; part = cleaner.next()) {
      PretokenScanner pieces = new PretokenScanner(part);
      for (String piece = pieces.next(); piece != null; piece = pieces.next()) {
        for (int id : encodePiece(piece, context)) {
          if (count == ids.length - 1) {
            ids[count] = size - 1;
            return ids;
          }
          ids[count++] = id;
        }
      }
    }
    ids[count] = size - 1;
    return ids;
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

  private int[] encodePiece(String piece, int context) {
    if (piece.equals(PretokenScanner.START)) {
      return new int[] {size - 2};
    }
    if (piece.equals(PretokenScanner.END)) {
      return new int[] {size - 1};
    }
    int[] known = cache.get(piece);
    if (known != null) {
      return known;
    }
    int limit = Math.max(context, LONGEST_CACHED_WORD * 4); // so that what is cached is whole
    int[] ids = merger().encode(piece.getBytes(StandardCharsets.UTF_8), limit);
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
          merger = new BpeMerger(Vocabulary.clip(), size - 2);
          loaded = merger;
        }
      }
    }
    return merger;
  }
}
