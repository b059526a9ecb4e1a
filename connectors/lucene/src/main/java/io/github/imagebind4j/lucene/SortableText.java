package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/// Texts as bytes that sort as [String#compareTo(String)] does: each UTF-16 unit by itself as one
/// to three bytes, as UTF-8 would (known as CESU-8). Real UTF-8 sorts rare characters otherwise and
/// has no bytes for lone surrogates, which names of files can have.
final class SortableText {
  /// Lucene's terms have 32,766 bytes at most; a digest must fit in, too.
  static final int LONGEST_WHOLE = 32_700;

  private static final int DIGEST = 16;

  private SortableText() {}

  static byte[] encode(String text) {
    byte[] bytes = new byte[length(text)];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes[at++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[at++] = (byte) (0xC0 | (unit >> 6));
        bytes[at++] = (byte) (0x80 | (unit & 0x3F));
      } else {
        bytes[at++] = (byte) (0xE0 | (unit >> 12));
        bytes[at++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        bytes[at++] = (byte) (0x80 | (unit & 0x3F));
      }
    }
    return bytes;
  }

  private static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    }
    return length;
  }

  /// @throws IndexException if they are no such bytes
  static String decode(byte[] bytes, int offset, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int first = bytes[at++] & 0xFF;
      if (first < 0x80) {
        text.append((char) first);
      } else if (first >= 0xC0 && first < 0xE0 && at < end) {
        text.append((char) (((first & 0x1F) << 6) | (bytes[at++] & 0x3F)));
      } else if (first >= 0xE0 && first < 0xF0 && at + 1 < end) {
        int middle = bytes[at++] & 0x3F;
        text.append((char) (((first & 0x0F) << 12) | (middle << 6) | (bytes[at++] & 0x3F)));
      } else {
        throw new IndexException("a text in the index is damaged; " + Failures.DAMAGE_FIX);
      }
    }
    return text.toString();
  }

  /// The term that a text is found by. A longer one than a term can be is cut and gets a digest of
  /// the whole, so that it equals no other, and still sorts right among shorter ones.
  static BytesRef term(String text) {
    byte[] bytes = encode(text);
    if (bytes.length <= LONGEST_WHOLE) {
      return new BytesRef(bytes);
    }
    byte[] term = Arrays.copyOf(bytes, LONGEST_WHOLE + DIGEST);
    System.arraycopy(sha256(bytes), 0, term, LONGEST_WHOLE, DIGEST);
    return new BytesRef(term);
  }

  /// The bytes that terms are ordered against.
  ///
  /// @throws InputException if the text is too long for that
  static BytesRef bound(String text) {
    byte[] bytes = encode(text);
    if (bytes.length > LONGEST_WHOLE) {
      throw new InputException(
          "a text that fields are ordered against has at most "
              + LONGEST_WHOLE
              + " bytes as UTF-8, got "
              + bytes.length);
    }
    return new BytesRef(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
