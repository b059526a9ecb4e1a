package io.github.imagebind4j.tokenizer;

import org.jspecify.annotations.Nullable;

/// Cuts cleaned text, all in lower case, into the pieces that are encoded one by one: a special
/// token, an English contraction, a run of letters, a single number character, or a run of anything
/// else but white space.
///
/// Not thread-safe; one scanner serves one text.
///
/// Source: the pattern of `SimpleTokenizer` in the reference's `multimodal_preprocessors.py`, with
/// the behaviour of Python's `regex` module when case is ignored: `ſ` (long s) counts as `s`, and
/// U+0345, whose case variants are letters, belongs to no piece at all.
final class PretokenScanner {
  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

  private enum Kind {
    LETTER,
    NUMBER,
    OTHER,
    NONE
  }

  private final String text;
  private int at;

  PretokenScanner(String text) {
    this.text = text;
  }

  /// The next piece, or null at the end.
  @Nullable String next() {
    while (at < text.length()) {
      int start = at;
      at = endOfPiece(start);
      if (at > start) {
        return text.substring(start, at);
      }
      at += Character.charCount(text.codePointAt(start));
    }
    return null;
  }

  private int endOfPiece(int start) {
    char first = text.charAt(start);
    if (first == '<') {
      if (matches(START, start)) {
        return start + START.length();
      }
      if (matches(END, start)) {
        return start + END.length();
      }
    } else if (first == '\'') {
      for (String contraction : CONTRACTIONS) {
        if (matches(contraction, start)) {
          return start + contraction.length();
        }
      }
    }
    int codePoint = text.codePointAt(start);
    return switch (kind(codePoint)) {
      case NONE -> start;
      case NUMBER -> start + Character.charCount(codePoint);
      case LETTER -> endOfRun(start, Kind.LETTER);
      case OTHER -> endOfRun(start, Kind.OTHER);
    };
  }

  private int endOfRun(int start, Kind kind) {
    int end = start;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      if (kind(codePoint) != kind) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private boolean matches(String literal, int start) {
    if (start + literal.length() > text.length()) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      char c = text.charAt(start + i);
      if (c != literal.charAt(i) && !(c == 'ſ' && literal.charAt(i) == 's')) {
        return false;
      }
    }
    return true;
  }

  private static Kind kind(int codePoint) {
    if (UnicodeVersions.isPatternLetter(codePoint)) {
      return Kind.LETTER;
    }
    if (UnicodeVersions.isPatternNumber(codePoint)) {
      return Kind.NUMBER;
    }
    return codePoint == 0x345 || WhiteSpace.isWhiteSpace(codePoint) ? Kind.NONE : Kind.OTHER;
  }
}
