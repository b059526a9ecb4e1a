package io.github.imagebind4j.tokenizer;

import org.jspecify.annotations.Nullable;

/// Undoes mojibake: text that was UTF-8 and was decoded with a single-byte encoding.
///
/// Stateless and safe for use by any thread. A step's cost is linear, and there are at most
/// [#MAX_STEPS]; each layer of mojibake, of which one step undoes one, at least doubles what it
/// covers, so that real text never needs as many.
///
/// Source: `fix_encoding_and_explain` in ftfy 6.3.1's `__init__.py`, `decode_inconsistent_utf8` and
/// `fix_c1_controls` in `fixes.py`, `UTF8_DETECTOR_RE` in `chardata.py`.
final class EncodingFixer {
  private static final int MAX_STEPS = 64;

  private static final byte TWO = 2;
  private static final byte THREE = 3;
  private static final byte FOUR = 4;
  private static final byte CONTINUES = 8;
  private static final byte CONTINUES_FOR_SURE = 16;

  /// What the UTF-8 bytes look like when read with the Latin-1-like encodings: the lead byte of a
  /// sequence of two, three or four, or a byte that continues one.
  private static final byte[] CLUES = clues();

  private EncodingFixer() {}

  /// Repeats the steps until the text stays as it is.
  static String fix(String text) {
    String fixed = text;
    for (int step = 0; step < MAX_STEPS; step++) {
      String before = fixed;
      fixed = fixOnce(before);
      if (fixed.equals(before)) {
        break;
      }
    }
    return fixed;
  }

  private static String fixOnce(String text) {
    if (isAscii(text) || !Badness.isBad(text)) {
      return text;
    }
    boolean latin1 = false;
    for (ByteEncoding encoding : ByteEncoding.values()) {
      byte[] bytes = encoding.encode(text);
      if (bytes != null) {
        String decoded = decode(bytes, encoding);
        if (decoded != null) {
          return decoded;
        }
        latin1 |= encoding == ByteEncoding.LATIN_1;
      }
    }
    String embedded = fixEmbedded(text);
    if (!embedded.equals(text)) {
      return embedded;
    }
    String windows = latin1 ? latin1AsWindows1252(text) : null;
    return windows != null && !windows.equals(text) ? windows : fixC1(text);
  }

  private static @Nullable String decode(byte[] encoded, ByteEncoding encoding) {
    byte[] bytes = encoded;
    // In MacRoman an en dash and a space would look like a spoiled sequence.
    if (encoding != ByteEncoding.MAC_ROMAN) {
      bytes = Utf8Repair.restoreByteA0(bytes);
    }
    if (encoding.isSloppy()) {
      bytes = Utf8Repair.replaceLossySequences(bytes);
    }
    return Utf8Repair.decode(bytes);
  }

  /// The text with C1 control characters taken for Windows-1252, or null if one of them has no
  /// character there.
  private static @Nullable String latin1AsWindows1252(String text) {
    String fixed = fixC1(text);
    return hasC1(fixed) ? null : fixed;
  }

  /// Takes C1 control characters for Windows-1252, as browsers do; those that have no character
  /// there stay.
  static String fixC1(String text) {
    if (!hasC1(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (isC1(c)) {
        out.setCharAt(i, ByteEncoding.WINDOWS_1252.decode(c));
      }
    }
    return out.toString();
  }

  private static boolean hasC1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isC1(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isC1(char c) {
    return c >= 0x80 && c <= 0x9F;
  }

  /// Fixes runs of what looks like UTF-8 sequences within text that is otherwise in order. A run
  /// does not start behind a character that surely continues a sequence: a few fixed characters
  /// within garbage would only make it worse.
  private static String fixEmbedded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    for (int i = 0; i < text.length(); ) {
      int end = i > 0 && has(text, i - 1, CONTINUES_FOR_SURE) ? i : endOfRun(text, i);
      if (end > i) {
        String run = text.substring(i, end);
        // A run that is the whole text was tried as such already.
        if (run.length() < text.length() && Badness.isBad(run)) {
          out.append(text, done, i).append(fix(run));
          done = end;
        }
      }
      i = Math.max(i + 1, end);
    }
    return done == 0 ? text : out.append(text, done, text.length()).toString();
  }

  private static int endOfRun(String text, int start) {
    int end = start;
    while (end < text.length()) {
      int length = sequenceLength(text, end);
      if (length == 0) {
        break;
      }
      end += length;
    }
    return end;
  }

  /// The length of the sequence that starts here, or 0.
  private static int sequenceLength(String text, int i) {
    int length = clue(text.charAt(i)) & (TWO | THREE | FOUR);
    for (int k = 1; k < length; k++) {
      if (i + k >= text.length() || !has(text, i + k, CONTINUES)) {
        return 0;
      }
    }
    return length;
  }

  private static boolean has(String text, int i, byte clue) {
    return (clue(text.charAt(i)) & clue) != 0;
  }

  private static byte clue(char c) {
    return c < CLUES.length ? CLUES[c] : 0;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] clues() {
    byte[] clues = new byte[0x2200];
    for (ByteEncoding encoding : ByteEncoding.values()) {
      switch (encoding) {
        case LATIN_1,
            WINDOWS_1252,
            WINDOWS_1251,
            WINDOWS_1250,
            WINDOWS_1253,
            WINDOWS_1254,
            WINDOWS_1257 -> {
          for (int b = 0x80; b <= 0xF3; b++) {
            clues[encoding.decode(b)] |= clueOf(b, encoding.decode(b));
          }
        }
        // Not like Latin-1, or nearly the same as Windows-1250.
        case ISO_8859_2, MAC_ROMAN, CP437 -> {}
      }
    }
    // The no-break space, after somebody took it for a space.
    clues[' '] = CONTINUES;
    return clues;
  }

  private static byte clueOf(int b, char c) {
    if (b < 0xC0) {
      return isOrdinaryPunctuation(c) ? CONTINUES : (byte) (CONTINUES | CONTINUES_FOR_SURE);
    }
    if (b < 0xC2) {
      return 0;
    }
    if (b < 0xF0) {
      return b < 0xE0 ? TWO : THREE;
    }
    // Other lead bytes of four only lead to unassigned code points.
    return b == 0xF0 || b == 0xF3 ? FOUR : 0;
  }

  /// Dashes, quotes, the bullet and the ellipsis: these stand for themselves beside mojibake.
  private static boolean isOrdinaryPunctuation(char c) {
    return "–—―‘’‚“”„•…".indexOf(c) >= 0;
  }
}
