package io.github.imagebind4j.tokenizer;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Bytes that were UTF-8 once: putting back what was lost on the way, and decoding them.
///
/// Stateless and safe for use by any thread.
///
/// Source: `restore_byte_a0` and `replace_lossy_sequences` in ftfy 6.3.1's `fixes.py`, their
/// patterns in `chardata.py`, and `bad_codecs/utf8_variants.py`.
final class Utf8Repair {
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
  private static final byte[] A_GRAVE_SPACE = {(byte) 0xC3, (byte) 0xA0, ' '};

  /// After `Ã `, these continue a Portuguese word; anything else starts a new one after "à".
  private static final String[] PORTUGUESE = {" ", "quele", "quela", "quilo", "s "};

  private Utf8Repair() {}

  /// Turns spaces back into byte 0xA0 where that makes a likely UTF-8 sequence: somebody took the
  /// no-break space for a space.
  ///
  /// @return the same array if there is no such place
  static byte[] restoreByteA0(byte[] bytes) {
    int first = 0;
    while (first < bytes.length && alteredSequence(bytes, first) == 0) {
      first++;
    }
    if (first == bytes.length) {
      return bytes;
    }
    byte[] words = separateAGrave(bytes);
    for (int i = 0; i < words.length; ) {
      int length = alteredSequence(words, i);
      for (int k = i; k < i + length; k++) {
        if (words[k] == ' ') {
          words[k] = (byte) 0xA0;
        }
      }
      i += Math.max(1, length);
    }
    return words;
  }

  /// `Ã la` was `Ã la`, with two kinds of space, so it becomes "à la" and not "àla". Always a fresh
  /// array.
  private static byte[] separateAGrave(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
    for (int i = 0; i < bytes.length; i++) {
      if (at(bytes, i) == 0xC3 && at(bytes, i + 1) == ' ' && !isPortuguese(bytes, i + 2)) {
        out.writeBytes(A_GRAVE_SPACE);
        i++;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toByteArray();
  }

  private static boolean isPortuguese(byte[] bytes, int from) {
    for (String word : PORTUGUESE) {
      int i = 0;
      while (i < word.length() && at(bytes, from + i) == word.charAt(i)) {
        i++;
      }
      if (i == word.length()) {
        return true;
      }
    }
    return false;
  }

  /// The length of the sequence here that a space in place of 0xA0 spoils, or 0.
  private static int alteredSequence(byte[] bytes, int i) {
    int lead = at(bytes, i);
    if (lead < 0xC2) {
      return 0;
    }
    int b1 = at(bytes, i + 1);
    int b2 = at(bytes, i + 2);
    int b3 = at(bytes, i + 3);
    return switch (lead) {
      case 0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9 -> b1 == ' ' ? 2 : 0;
      case 0xE0, 0xE1 -> isTrustedContinuation(b1) && b2 == ' ' ? 3 : 0;
      case 0xE2, 0xE3 ->
          (b1 == ' ' && isTrustedContinuation(b2)) || (isTrustedContinuation(b1) && b2 == ' ')
              ? 3
              : 0;
      case 0xF0 ->
          (b1 == ' ' && isContinuation(b2) && isContinuation(b3))
                  || (isContinuation(b1) && b2 == ' ' && isContinuation(b3))
                  || (isContinuation(b1) && isContinuation(b2) && b3 == ' ')
              ? 4
              : 0;
      default -> 0;
    };
  }

  /// Not 0x85, which is an ellipsis, nor 0xA0 itself.
  private static boolean isTrustedContinuation(int b) {
    return isContinuation(b) && b != 0x85 && b != 0xA0;
  }

  /// Replaces UTF-8 sequences of which a byte was lost, and bytes that stand for a lost character,
  /// by U+FFFD.
  ///
  /// @return the same array if there is no such place
  static byte[] replaceLossySequences(byte[] bytes) {
    ByteArrayOutputStream out = null;
    int done = 0;
    for (int i = 0; i < bytes.length; ) {
      int length = lossySequence(bytes, i);
      if (length > 0) {
        out = out == null ? new ByteArrayOutputStream(bytes.length + 16) : out;
        out.write(bytes, done, i - done);
        out.writeBytes(REPLACEMENT);
        done = i + length;
      }
      i += Math.max(1, length);
    }
    if (out == null) {
      return bytes;
    }
    out.write(bytes, done, bytes.length - done);
    return out.toByteArray();
  }

  /// The length of the incomplete sequence here, or 0.
  private static int lossySequence(byte[] bytes, int i) {
    int lead = at(bytes, i);
    int b1 = at(bytes, i + 1);
    if (lead == ByteEncoding.LOST) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    if (lead <= 0xDF) {
      return b1 == ByteEncoding.LOST || (lead <= 0xC3 && b1 == '?') ? 2 : 0;
    }
    if (lead == 0xED && isLossySurrogatePair(bytes, i)) {
      return 6;
    }
    int length = lead <= 0xEF ? 3 : 4;
    return hasOneGapAndLostBytes(bytes, i + 1, length - 1) ? length : 0;
  }

  /// Continuation or lost bytes, of which one at least is lost, or exactly one is a `?`.
  private static boolean hasOneGapAndLostBytes(byte[] bytes, int from, int count) {
    int lost = 0;
    int questions = 0;
    for (int i = from; i < from + count; i++) {
      int b = at(bytes, i);
      if (b == '?') {
        questions++;
      } else if (b == ByteEncoding.LOST) {
        lost++;
      } else if (!isContinuation(b)) {
        return false;
      }
    }
    return questions == 1 || (questions == 0 && lost > 0);
  }

  /// CESU-8: two sequences of three for the two halves of a pair, the last byte of one or both
  /// lost.
  private static boolean isLossySurrogatePair(byte[] bytes, int i) {
    int b1 = at(bytes, i + 1);
    int b2 = at(bytes, i + 2);
    int b4 = at(bytes, i + 4);
    int b5 = at(bytes, i + 5);
    return b1 >= 0xA0
        && b1 <= 0xAF
        && at(bytes, i + 3) == 0xED
        && b4 >= 0xB0
        && b4 <= 0xBF
        && ((isGap(b2) && (isGap(b5) || isContinuation(b5))) || (isContinuation(b2) && isGap(b5)));
  }

  private static boolean isGap(int b) {
    return b == ByteEncoding.LOST || b == '?';
  }

  private static boolean isContinuation(int b) {
    return b >= 0x80 && b <= 0xBF;
  }

  /// Decodes UTF-8, strictly. If bytes 0xC0 or 0xED occur, two variants are understood besides:
  /// Java's `C0 80` for U+0000, and CESU-8's six bytes for a character beyond U+FFFF.
  ///
  /// Two oddities of ftfy's decoder are kept: a newline that ends the text also passes for the
  /// second byte of the former and for the last byte of the latter.
  ///
  /// @return the text, or null if this is not UTF-8
  static @Nullable String decode(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      int lead = at(bytes, i);
      int length = sequenceLength(lead);
      int codePoint;
      if (lead < 0x80) {
        codePoint = lead;
      } else if (lead == 0xC0 && isVariantEnd(bytes, i + 1, 0x80, 0x80)) {
        codePoint = 0;
        length = 2;
      } else if (isSurrogatePair(bytes, i)) {
        codePoint =
            0x10000
                + ((bytes[i + 1] & 0x0F) << 16)
                + ((bytes[i + 2] & 0x3F) << 10)
                + ((bytes[i + 4] & 0x0F) << 6)
                + (bytes[i + 5] & 0x3F);
        length = 6;
      } else {
        codePoint = strict(bytes, i, length);
        if (codePoint < 0) {
          return null;
        }
      }
      out.appendCodePoint(codePoint);
      i += length;
    }
    return out.toString();
  }

  private static boolean isSurrogatePair(byte[] bytes, int i) {
    int b1 = at(bytes, i + 1);
    int b4 = at(bytes, i + 4);
    return at(bytes, i) == 0xED
        && b1 >= 0xA0
        && b1 <= 0xAF
        && isContinuation(at(bytes, i + 2))
        && at(bytes, i + 3) == 0xED
        && b4 >= 0xB0
        && b4 <= 0xBF
        && isVariantEnd(bytes, i + 5, 0x80, 0xBF);
  }

  private static boolean isVariantEnd(byte[] bytes, int i, int low, int high) {
    int b = at(bytes, i);
    return (b >= low && b <= high) || (b == '\n' && i == bytes.length - 1);
  }

  /// A lead byte's length, or 0 if it is none.
  private static int sequenceLength(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  /// The code point of a well-formed sequence of this length, or -1.
  private static int strict(byte[] bytes, int i, int length) {
    if (length == 0) {
      return -1;
    }
    int codePoint = at(bytes, i) & 0x7F >> length;
    for (int k = 1; k < length; k++) {
      int b = at(bytes, i + k);
      if (!isContinuation(b)) {
        return -1;
      }
      codePoint = codePoint << 6 | (b & 0x3F);
    }
    boolean shortest = codePoint >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return shortest && !surrogate && codePoint <= 0x10FFFF ? codePoint : -1;
  }

  /// A byte as a number, or -1 beyond the end.
  private static int at(byte[] bytes, int i) {
    return i < bytes.length ? bytes[i] & 0xFF : -1;
  }
}
