package io.github.imagebind4j.tokenizer;

/// Python's `str.lower`: one code point at a time, but for `İ`, which becomes two, and the Greek
/// capital sigma, whose small form depends on its place in the word.
///
/// [String#toLowerCase(java.util.Locale)] finds words by other rules, so it cannot stand in.
///
/// Source: `do_lower` and `handle_capital_sigma` in CPython's `unicodeobject.c`.
final class LowerCase {
  private static final char CAPITAL_SIGMA = 'Σ';

  private LowerCase() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      switch (codePoint) {
        case 'İ' -> out.append("i̇");
        case CAPITAL_SIGMA -> out.append(isFinal(text, i) ? 'ς' : 'σ');
        default ->
            out.appendCodePoint(
                UnicodeVersions.isUnknownToPython(codePoint)
                    ? codePoint
                    : Character.toLowerCase(codePoint));
      }
      i = next;
    }
    return out.toString();
  }

  /// A sigma is final if a cased letter stands before it and none after it, not counting what may
  /// stand inside a word. Each stretch of such characters is walked at most twice, so a text of
  /// nothing else costs no more than its length.
  private static boolean isFinal(String text, int sigma) {
    int before = sigma;
    while (before > 0) {
      int codePoint = text.codePointBefore(before);
      if (!isIgnorable(codePoint)) {
        break;
      }
      before -= Character.charCount(codePoint);
    }
    if (before == 0 || !isCased(text.codePointBefore(before))) {
      return false;
    }
    int after = sigma + 1;
    while (after < text.length() && isIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int codePoint) {
    return (Character.isLowerCase(codePoint)
            || Character.isUpperCase(codePoint)
            || Character.isTitleCase(codePoint))
        && !UnicodeVersions.isUnknownToPython(codePoint);
  }

  /// Unicode's `Case_Ignorable`: marks, modifiers, format characters, and the punctuation that may
  /// stand in the middle of a word.
  private static boolean isIgnorable(int codePoint) {
    return switch (codePoint) {
      case '\'', '.', ':', '^', '`', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027 ->
          true;
      case 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A -> true;
      // A vowel sign that was a non-spacing mark until Unicode 15.
      case 0x1171E -> true;
      default ->
          switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                Character.ENCLOSING_MARK,
                Character.FORMAT,
                Character.MODIFIER_LETTER,
                Character.MODIFIER_SYMBOL ->
                !UnicodeVersions.isUnknownToPython(codePoint);
            default -> false;
          };
    };
  }
}
