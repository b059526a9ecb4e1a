package io.github.imagebind4j.tokenizer;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// CLIP's vocabulary of 49,408 tokens and its merge table.
///
/// Ids in order: 256 bytes, the same 256 at the end of a word, one for each of the 48,894 merges,
/// start of text, end of text. A merge's rank is therefore its id less 512, and every part of a
/// merge has a smaller id than the merge itself; the loader checks this, for [BpeMerger] rests on
/// it.
///
/// In the table a byte is written as one printable character: itself if it is printable in Latin-1,
/// else one from U+0100 on; the printable ones also get the first byte ids. `</w>` marks the end of
/// a word.
///
/// Immutable and safe for use by any thread.
///
/// Source: `SimpleTokenizer` in the reference's `multimodal_preprocessors.py`.
final class Vocabulary {

  static final int SIZE = 49_408;

  /// All bytes, all bytes at a word's end, start and end of text.
  static final int SMALLEST = 514;

  static final int START_OF_TEXT = 49_406;
  static final int END_OF_TEXT = 49_407;

  /// Added to a byte's id: the token of that byte at the end of a word.
  static final int WORD_END = 256;

  private static final int FIRST_MERGE = 512;
  private static final int MERGES = START_OF_TEXT - FIRST_MERGE;
  private static final String WORD_END_MARK = "</w>";

  /// Open addressing at a load of 3/8; a power of two.
  private static final int SLOTS = 1 << 17;

  private static final int[] BYTE_IDS = new int[256];
  private static final char[] BYTE_CHARS = new char[256];

  static {
    int id = 0;
    for (int b = 0; b < 256; b++) {
      if (isPrintable(b)) {
        BYTE_IDS[b] = id++;
        BYTE_CHARS[b] = (char) b;
      }
    }
    int printable = id;
    for (int b = 0; b < 256; b++) {
      if (!isPrintable(b)) {
        BYTE_IDS[b] = id++;
        BYTE_CHARS[b] = (char) (256 + BYTE_IDS[b] - printable);
      }
    }
  }

  private final String[] tokens = new String[SIZE];
  private final int[] pairs = new int[SLOTS];
  private final int[] merged = new int[SLOTS];
  private final int longestToken;

  private Vocabulary(BufferedReader table) throws IOException {
    Map<String, Integer> ids = HashMap.newHashMap(SIZE);
    for (int b = 0; b < 256; b++) {
      add(ids, BYTE_IDS[b], String.valueOf(BYTE_CHARS[b]));
      add(ids, BYTE_IDS[b] + WORD_END, BYTE_CHARS[b] + WORD_END_MARK);
    }
    int longest = 1;
    for (int i = 0; i < MERGES; i++) {
      String line = table.readLine();
      int space = line == null ? -1 : line.indexOf(' ');
      Integer left = space < 0 ? null : ids.get(line.substring(0, space));
      Integer right = space < 0 ? null : ids.get(line.substring(space + 1));
      if (left == null || right == null) {
        throw damaged("line " + (i + 1) + " is not a pair of earlier tokens: " + line);
      }
      putPair(left, right, FIRST_MERGE + i);
      String token = tokens[left] + tokens[right];
      add(ids, FIRST_MERGE + i, token);
      longest = Math.max(longest, token.length());
    }
    if (table.readLine() != null) {
      throw damaged("more than " + MERGES + " lines");
    }
    tokens[START_OF_TEXT] = PretokenScanner.START;
    tokens[END_OF_TEXT] = PretokenScanner.END;
    longestToken = longest;
  }

  /// Reads the table from the class path.
  ///
  /// @return the vocabulary
  /// @throws ConfigException if the resource is absent or damaged
  static Vocabulary clip() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("bpe_merges.txt.gz")) {
      if (in == null) {
        throw damaged("it is absent");
      }
      return new Vocabulary(
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new ConfigException("cannot read bpe_merges.txt.gz: " + e.getMessage(), e);
    }
  }

  /// The token of a byte inside a word; add [#WORD_END] for the last byte of a word.
  static int byteId(byte value) {
    return BYTE_IDS[value & 0xFF];
  }

  /// The merge of two neighbours.
  ///
  /// @return its id, or -1 if these two do not merge
  int merge(int left, int right) {
    int key = left << 16 | right;
    for (int slot = slot(key); merged[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
      if (pairs[slot] == key) {
        return merged[slot];
      }
    }
    return -1;
  }

  /// The most bytes that one token stands for, or a little more (end-of-word marks are counted).
  int longestToken() {
    return longestToken;
  }

  /// A token as the table writes it.
  String token(int id) {
    requireId(id);
    return tokens[id];
  }

  /// The bytes behind tokens, as UTF-8 text; an end of word becomes a space.
  String decode(int... ids) {
    StringBuilder chars = new StringBuilder();
    for (int id : ids) {
      chars.append(token(id));
    }
    byte[] bytes = new byte[chars.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = byteOf(chars.charAt(i));
    }
    return new String(bytes, StandardCharsets.UTF_8).replace(WORD_END_MARK, " ");
  }

  static void requireId(int id) {
    if (id < 0 || id >= SIZE) {
      throw new InputException(
          "token ids are 0 to " + (SIZE - 1) + ", got " + id + "; use ids of CLIP's vocabulary");
    }
  }

  private static boolean isPrintable(int b) {
    return (b > ' ' && b <= '~') || (b > 0xA0 && b != 0xAD);
  }

  private static byte byteOf(char c) {
    if (c < 256) {
      return (byte) c;
    }
    for (int b = 0; b < 256; b++) {
      if (BYTE_CHARS[b] == c) {
        return (byte) b;
      }
    }
    throw damaged("character " + (int) c + " stands for no byte");
  }

  private void add(Map<String, Integer> ids, int id, String token) {
    if (ids.put(token, id) != null) {
      throw damaged("token " + token + " is made twice");
    }
    tokens[id] = token;
  }

  private void putPair(int left, int right, int id) {
    int slot = slot(left << 16 | right);
    while (merged[slot] != 0) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    pairs[slot] = left << 16 | right;
    merged[slot] = id;
  }

  private static int slot(int key) {
    int mixed = key * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & (SLOTS - 1);
  }

  private static ConfigException damaged(String found) {
    return new ConfigException(
        "the merge table bpe_merges.txt.gz is damaged: "
            + found
            + "; use an intact imagebind4j jar");
  }
}
