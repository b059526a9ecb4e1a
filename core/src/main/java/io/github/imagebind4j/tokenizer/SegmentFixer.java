package io.github.imagebind4j.tokenizer;

/// All of ftfy's fixes on one segment, repeated until the segment stays as it is.
///
/// Stateless and safe for use by any thread. A round's cost is linear and there are at most
/// [#MAX_ROUNDS]: ftfy itself goes on for ever, so `&amp;amp;amp;...` costs it quadratic time. Here
/// nested HTML is resolved at one go where that is provably the same (all ASCII), and from round
/// [#PLAIN_ROUNDS] on in any case.
///
/// Source: `fix_and_explain` in ftfy 6.3.1's `__init__.py`.
final class SegmentFixer {
  private static final int PLAIN_ROUNDS = 16;
  private static final int MAX_ROUNDS = 64;

  private SegmentFixer() {}

  /// Fixes a segment.
  ///
  /// @param segment any text
  /// @param unescapeHtml whether to replace HTML character references
  static String fix(String segment, boolean unescapeHtml) {
    String text = segment;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      String before = text;
      if (unescapeHtml) {
        text = unescape(text, round);
      }
      text = Nfc.of(CharacterFixer.fix(EncodingFixer.fix(text)));
      if (text.equals(before)) {
        break;
      }
    }
    return text;
  }

  private static String unescape(String text, int round) {
    String once = HtmlEntities.unescapeSafe(text);
    if (once.equals(text)) {
      return text;
    }
    String fully = HtmlEntities.unescapeSafeFully(once);
    // In ASCII text the other fixes only see line breaks and control characters. A reference has
    // neither in it, so what one of them does to it does not depend on the round.
    return round >= PLAIN_ROUNDS || (EncodingFixer.isAscii(text) && EncodingFixer.isAscii(fully))
        ? fully
        : once;
  }
}
