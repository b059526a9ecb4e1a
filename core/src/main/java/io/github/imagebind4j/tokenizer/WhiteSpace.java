package io.github.imagebind4j.tokenizer;

/// White space as the reference understands it.
///
/// Source: `\s` of Python's `regex` module. `str.strip` and `\s` of Python's `re` also take U+001C
/// to U+001F, none of which are left where this class is used on cleaned text.
final class WhiteSpace {
  private WhiteSpace() {}

  static boolean isWhiteSpace(int codePoint) {
    return switch (codePoint) {
      case 0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default ->
          (codePoint >= 9 && codePoint <= 13) || (codePoint >= 0x2000 && codePoint <= 0x200A);
    };
  }

  /// The text without white space at its ends, each run inside replaced by one space.
  static String collapse(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean pending = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isWhiteSpace(c)) {
        pending = !out.isEmpty();
      } else {
        if (pending) {
          out.append(' ');
          pending = false;
        }
        out.append(c);
      }
    }
    return out.toString();
  }
}
