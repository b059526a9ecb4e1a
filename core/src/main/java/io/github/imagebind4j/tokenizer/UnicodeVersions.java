package io.github.imagebind4j.tokenizer;

import java.util.Arrays;

/// Unicode as the reference sees it, where this JDK's Unicode differs.
///
/// The reference works with two versions at once: Python 3.11's `str` and `unicodedata` know
/// Unicode 14, while the letters and numbers of its pattern are those of the `regex` module
/// 2026.9.29, which knows more than JDK 25 does. The tables were made by asking both about every
/// code point.
///
/// Stateless and safe for use by any thread.
final class UnicodeVersions {

  private static final int[] SINCE_UNICODE_15 =
      ranges(
          """
          558 58B-58C 88F 897 C5C CDC CF3 ECE 1B4E-1B4F 1B7F 1C89-1C8A 208F 209D-209F 2427-2429
          2FFC-2FFF 31E4-31E5 31EF A7CB-A7CF A7D2 A7D4 A7DA-A7DD A7E2 A7F1 AB6C-AB6D 105C0-105F3
          107BB-107BF 10940-10959 10D40-10D65 10D69-10D85 10D8E-10D8F 10EC2-10EC7 10ED9-10EEE
          10EFC-10EFF 1123F-11241 11380-11389 1138B 1138E 11390-113B5 113B7-113C0 113C2 113C5
          113C7-113CA 113CC-113D5 113D7-113D8 113E1-113E2 116D0-116E3 11B00-11B0A 11BC0-11BE1
          11BF0-11BF9 11DB0-11DDB 11DE0-11DE9 11DF1 11F00-11F10 11F12-11F3A 11F3E-11F5A 1246F
          12475-1247F 12550-12686 1342F 13439-13455 13460-143FA 16100-16139 16D40-16D79
          16EA0-16EB8 16EBB-16ED3 16FF2-16FF6 187F8-187FF 18CD6-18CDA 18CFF 18D09-18D20
          18D80-18DF2 18E00-19191 191A0-191D2 1B123-1B128 1B132 1B155 1B168 1CC00-1CCF9
          1CD00-1CEB3 1D2C0-1D2D3 1D6A6 1DF1F-1DF81 1DF90-1DF96 1DFCD-1DFFF 1E030-1E06D 1E08F
          1E4D0-1E4F9 1E5D0-1E5FA 1E5FF 1E6C0-1E6DE 1E6E0-1E6E2 1E6E4-1E6E5 1E6E7-1E6ED
          1E6F0-1E6F4 1E6FE-1E6FF 1F6DC 1F774-1F776 1F77B-1F77F 1F7D9 1F8B2-1F8BB 1F8C0-1F8C1
          1FA75-1FA77 1FA87-1FA89 1FA8F 1FAAD-1FAAF 1FABB-1FABF 1FAC6 1FACE-1FACF 1FADA-1FADC
          1FADF 1FAE8-1FAE9 1FAF7-1FAF8 1FBCB-1FBEF 2B739-2B73F 2B81E 2CEA2-2CEAD 2EBF0-2EE5D
          31350-33479 3D000-3FC3F\
          """);

  private static final int[] NEW_LETTERS =
      ranges(
          """
          558 58B-58C 88F C5C CDC 208F 209D-209F A7CE-A7CF A7D2 A7D4 A7DD A7E2 A7F1 AB6C-AB6D
          107BB-107BF 10940-10959 10EC5-10EC7 10ED9-10EEE 11B0A 11DB0-11DDB 11DF1 16EA0-16EB8
          16EBB-16ED3 16FF2-16FF3 187F8-187FF 18CD6-18CDA 18D09-18D20 18D80-18DF2 18E00-19191
          191A0-191D2 1B123-1B128 1B168 1D6A6 1DF1F-1DF24 1DF2B-1DF81 1DF90-1DF96 1DFCD-1DFFF
          1E6C0-1E6DE 1E6E0-1E6E2 1E6E4-1E6E5 1E6E7-1E6ED 1E6F0-1E6F4 1E6FE-1E6FF 2B73A-2B73F
          2B81E 2CEA2-2CEAD 323B0-33479 3D000-3FC3F\
          """);

  private static final int[] NEW_NUMBERS =
      ranges(
          """
          11DE0-11DE9 1246F 12475-1247F 12550-12686 16FF4-16FF6\
          """);

  private UnicodeVersions() {}

  /// Whether `\p{L}` of the pattern matches.
  static boolean isPatternLetter(int codePoint) {
    return Character.isLetter(codePoint) || contains(NEW_LETTERS, codePoint);
  }

  /// Whether `\p{N}` of the pattern matches.
  static boolean isPatternNumber(int codePoint) {
    return isNumber(codePoint) || contains(NEW_NUMBERS, codePoint);
  }

  /// Whether Python 3.11 takes the code point for unassigned though it is in use by now: then it is
  /// no letter, has no case, and is left alone by normalisation.
  static boolean isUnknownToPython(int codePoint) {
    return contains(SINCE_UNICODE_15, codePoint);
  }

  /// Whether `\w` of Python's `re` matches.
  static boolean isWord(int codePoint) {
    return codePoint == '_'
        || ((Character.isLetter(codePoint) || isNumber(codePoint))
            && !isUnknownToPython(codePoint));
  }

  /// Whether `\d` of Python's `re` matches.
  static boolean isDigit(int codePoint) {
    return Character.isDigit(codePoint) && !isUnknownToPython(codePoint);
  }

  private static boolean isNumber(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  /// Reads `first-last` pairs in hexadecimal into a flat array of firsts and lasts.
  private static int[] ranges(String text) {
    return Arrays.stream(text.split("\\s+", -1))
        .flatMap(
            range -> Arrays.stream(new String[] {range, range.substring(range.indexOf('-') + 1)}))
        .mapToInt(range -> Integer.parseInt(range.replaceFirst("-.*", ""), 16))
        .toArray();
  }

  private static boolean contains(int[] ranges, int codePoint) {
    if (codePoint < ranges[0]) {
      return false;
    }
    int at = Arrays.binarySearch(ranges, codePoint);
    // Between a first (even place) and its last (odd place) the insertion point is odd.
    return at >= 0 || (-at - 1) % 2 == 1;
  }
}
