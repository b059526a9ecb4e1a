package io.github.imagebind4j.tokenizer;

/// What each character of the Basic Multilingual Plane means to [Badness]: a set of bits.
///
/// Immutable and safe for use by any thread.
///
/// Source: `MOJIBAKE_CATEGORIES` in ftfy 6.3.1's `badness.py`; the last five are character classes
/// that its patterns use besides.
final class MojibakeClasses {
  /// Appears in many contexts; says nothing alone.
  static final int COMMON = 1 << 0;

  /// C1 control characters: nothing but mojibake uses them.
  static final int C1 = 1 << 1;

  /// Hardly ever meant.
  static final int BAD = 1 << 2;

  /// Legal texts.
  static final int LAW = 1 << 3;

  /// Currency.
  static final int CURRENCY = 1 << 4;

  /// Punctuation that opens.
  static final int START_PUNCTUATION = 1 << 5;

  /// Punctuation that closes.
  static final int END_PUNCTUATION = 1 << 6;

  /// Numbers and mathematics.
  static final int NUMERIC = 1 << 7;

  /// Used in emoticons made of letters, so allowed in odd company.
  static final int KAOMOJI = 1 << 8;

  /// Accented capitals of the encodings concerned.
  static final int UPPER_ACCENTED = 1 << 9;

  /// Accented small letters and ligatures of the encodings concerned.
  static final int LOWER_ACCENTED = 1 << 10;

  /// Capitals of other alphabets, often at the end of words.
  static final int UPPER_COMMON = 1 << 11;

  /// Small letters of other alphabets.
  static final int LOWER_COMMON = 1 << 12;

  /// Box drawing, without the plain line that emoticons use.
  static final int BOX = 1 << 13;

  /// `[a-z]`
  static final int ASCII_LOWER = 1 << 14;

  /// `[A-Z]`
  static final int ASCII_UPPER = 1 << 15;

  /// `[^A-Za-z]`
  static final int NOT_ASCII_LETTER = 1 << 16;

  /// `\s` of Python's `re`
  static final int WHITE_SPACE = 1 << 17;

  /// `\w` of Python's `re`
  static final int WORD = 1 << 18;

  private static final int[] CLASSES = new int[0x10000];

  static {
    add(COMMON, "\u00A0\u00AD´·–-―’…");
    add(C1, "\u0080-\u009F");
    add(BAD, "¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\uFFFD");
    add(LAW, "§¶");
    add(CURRENCY, "¢£¥₧€");
    add(START_PUNCTUATION, "¡©«¿΄΅‘‚“„•‹\uF8FF");
    add(END_PUNCTUATION, "®»˝”›™");
    add(NUMERIC, "±-³µ¹¼-¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥");
    add(KAOMOJI, "°Ò-ÖÙ-Üò-öø-üŌŐŪŲ");
    add(UPPER_ACCENTED, "À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ");
    add(LOWER_ACCENTED, "ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґﬁﬂ");
    add(UPPER_COMMON, "ÞΆΈ-ΊΌΎΏΑ-ΫЁ-Я");
    add(LOWER_COMMON, "ά-ωа-џ");
    add(BOX, "│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓");
    add(ASCII_LOWER, "a-z");
    add(ASCII_UPPER, "A-Z");
    for (int c = 0; c < CLASSES.length; c++) {
      if ((CLASSES[c] & (ASCII_LOWER | ASCII_UPPER)) == 0) {
        CLASSES[c] |= NOT_ASCII_LETTER;
      }
      if (WhiteSpace.isWhiteSpace(c) || (c >= 0x1C && c <= 0x1F)) {
        CLASSES[c] |= WHITE_SPACE;
      }
      if (UnicodeVersions.isWord(c)) {
        CLASSES[c] |= WORD;
      }
    }
  }

  private MojibakeClasses() {}

  /// The classes of the character at a place. Of one beyond U+FFFF only [#WORD] and
  /// [#NOT_ASCII_LETTER] can be told, at its first half.
  static int at(String text, int i) {
    char c = text.charAt(i);
    if (Character.isSurrogate(c)) {
      return NOT_ASCII_LETTER | (UnicodeVersions.isWord(text.codePointAt(i)) ? WORD : 0);
    }
    return CLASSES[c];
  }

  /// Adds characters and ranges such as `a-z` to a class.
  private static void add(int member, String chars) {
    for (int i = 0; i < chars.length(); i++) {
      boolean range = i + 2 < chars.length() && chars.charAt(i + 1) == '-';
      for (char c = chars.charAt(i); c <= chars.charAt(range ? i + 2 : i); c++) {
        CLASSES[c] |= member;
      }
      i += range ? 2 : 0;
    }
  }
}
