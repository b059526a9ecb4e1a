package io.github.imagebind4j.tokenizer;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// ftfy's fixes that look at one or two characters: ligatures, full and half width, curly quotes,
/// line breaks, lone surrogates, terminal escapes, control characters.
///
/// Stateless and safe for use by any thread; the cost is linear.
///
/// Source: ftfy 6.3.1's `fixes.py`, with the tables of `chardata.py`.
final class CharacterFixer {
  private static final char ESCAPE = 0x1B;
  private static final char FIRST_WIDE = 0xFF01;
  private static final char LAST_WIDE = 0xFFEF;

  /// For each character from U+FF01 on, the same in standard width, or null.
  private static final @Nullable String[] STANDARD_WIDTH =
      new @Nullable String[LAST_WIDE - FIRST_WIDE + 1];

  static {
    for (char c = FIRST_WIDE; c <= LAST_WIDE; c++) {
      String standard = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
      if (standard.charAt(0) != c) {
        STANDARD_WIDTH[c - FIRST_WIDE] = standard;
      }
    }
  }

  private CharacterFixer() {}

  /// Applies all fixes, in ftfy's order.
  static String fix(String text) {
    return removeControls(replaceCharacters(EncodingFixer.fixC1(text)));
  }

  private static String replaceCharacters(String text) {
    int i = 0;
    while (i < text.length() && replacement(text, i) == null) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      String replacement = replacement(text, i);
      if (replacement == null) {
        out.append(text.charAt(i));
      } else {
        out.append(replacement);
      }
    }
    return out.toString();
  }

  private static @Nullable String replacement(String text, int i) {
    char c = text.charAt(i);
    if (c < 0x80 && c != '\r') {
      return null;
    }
    return switch (c) {
      // Of CR LF the LF stays.
      case '\r' -> text.startsWith("\n", i + 1) ? "" : "\n";
      case '\u2028', '\u2029', '\u0085' -> "\n";
      case 'ʼ', '‘', '’', '‚', '‛' -> "'";
      case '“', '”', '„', '‟' -> "\"";
      case '\u3000' -> " ";
      default -> {
        if (Character.isSurrogate(c)) {
          yield isPaired(text, i) ? null : "\uFFFD";
        }
        yield c >= FIRST_WIDE && c <= LAST_WIDE ? STANDARD_WIDTH[c - FIRST_WIDE] : ligature(c);
      }
    };
  }

  /// Latin ligatures and digraphs that are never meant as one character.
  private static @Nullable String ligature(char c) {
    return switch (c) {
      case 'Ĳ' -> "IJ";
      case 'ĳ' -> "ij";
      // The apostrophe in it is a curly one, which becomes straight.
      case 'ŉ' -> "'n";
      case 'Ǳ' -> "DZ";
      case 'ǲ' -> "Dz";
      case 'ǳ' -> "dz";
      case 'Ǆ' -> "DŽ";
      case 'ǅ' -> "Dž";
      case 'ǆ' -> "dž";
      case 'Ǉ' -> "LJ";
      case 'ǈ' -> "Lj";
      case 'ǉ' -> "lj";
      case 'Ǌ' -> "NJ";
      case 'ǋ' -> "Nj";
      case 'ǌ' -> "nj";
      case 'ﬀ' -> "ff";
      case 'ﬁ' -> "fi";
      case 'ﬂ' -> "fl";
      case 'ﬃ' -> "ffi";
      case 'ﬄ' -> "ffl";
      case 'ﬅ' -> "ſt";
      case 'ﬆ' -> "st";
      default -> null;
    };
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String removeControls(String text) {
    int i = 0;
    while (i < text.length() && !isControl(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, i);
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        i = endOfTerminalEscape(text, i);
      } else {
        if (!isControl(c)) {
          out.append(c);
        }
        i++;
      }
    }
    return out.toString();
  }

  /// The end of `ESC [ digits and semicolons letter`, or of the lone escape character, which goes
  /// as well.
  private static int endOfTerminalEscape(String text, int escape) {
    if (!text.startsWith("[", escape + 1)) {
      return escape + 1;
    }
    int at = escape + 2;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (codePoint != ';' && !UnicodeVersions.isDigit(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    boolean letter =
        at < text.length()
            && ((text.charAt(at) >= 'a' && text.charAt(at) <= 'z')
                || (text.charAt(at) >= 'A' && text.charAt(at) <= 'Z'));
    return letter ? at + 1 : escape + 1;
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r')
        || c == 0x7F
        || (c >= 0x206A && c <= 0x206F)
        || c == 0xFEFF
        || (c >= 0xFFF9 && c <= 0xFFFC);
  }
}
