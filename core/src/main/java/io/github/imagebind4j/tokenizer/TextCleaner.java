package io.github.imagebind4j.tokenizer;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The reference's text cleaning: ftfy's repairs, HTML character references twice, white space,
/// lower case.
///
/// Works from the start of the text and hands out what is ready, so that a caller who has enough
/// stops early. A part ends at a space or newline, across which nothing of what comes after ftfy
/// can reach: no reference contains one, and neither the form of a sigma nor a piece of the pattern
/// depends on what is behind it.
///
/// Not thread-safe; one cleaner serves one text.
///
/// Source: `basic_clean` and `whitespace_clean` in the reference's `multimodal_preprocessors.py`;
/// `fix_text` in ftfy 6.3.1's `__init__.py`.
final class TextCleaner {

  /// How many code points ftfy takes at a time when there is no line break.
  private static final int LONGEST_SEGMENT = 1_000_000;

  private final String text;
  private int at;

  /// The end of the line that `at` is in, its newline included.
  private int endOfLine;

  /// References are left alone from the first `<` on: this looks like real HTML.
  private boolean unescapeHtml = true;

  /// Repaired text up to `at` that was not handed out yet.
  private final StringBuilder repaired = new StringBuilder();

  TextCleaner(String text) {
    this.text = text;
  }

  /// The whole of a text, cleaned.
  static String clean(String text) {
    StringJoiner parts = new StringJoiner(" ");
    TextCleaner cleaner = new TextCleaner(text);
    for (String part = cleaner.next(); part != null; part = cleaner.next()) {
      parts.add(part);
    }
    return parts.toString();
  }

  /// The next part of the cleaned text, not empty, or null at the end. Parts stand for text with
  /// one space between each.
  @Nullable String next() {
    while (at < text.length()) {
      int unseen = repaired.length();
      repaired.append(repairSegment());
      int end = at < text.length() ? lastBreak(unseen) : repaired.length();
      String part = finish(repaired.substring(0, end));
      repaired.delete(0, end);
      if (!part.isEmpty()) {
        return part;
      }
    }
    return null;
  }

  private String repairSegment() {
    if (at == endOfLine) {
      int newline = text.indexOf('\n', at);
      endOfLine = newline < 0 ? text.length() : newline + 1;
    }
    int end = endOfLine;
    // A code point is one or two characters: no need to count beyond twice the limit.
    int countTo = (int) Math.min(end, at + 2L * LONGEST_SEGMENT);
    if (end - at > LONGEST_SEGMENT && text.codePointCount(at, countTo) > LONGEST_SEGMENT) {
      end = text.offsetByCodePoints(at, LONGEST_SEGMENT);
    }
    String segment = text.substring(at, end);
    at = end;
    unescapeHtml &= segment.indexOf('<') < 0;
    return SegmentFixer.fix(segment, unescapeHtml);
  }

  /// Where the repaired text can be cut, looking no further back than `from`; 0 if nowhere.
  private int lastBreak(int from) {
    for (int i = repaired.length(); i > from; i--) {
      char c = repaired.charAt(i - 1);
      if (c == ' ' || c == '\n') {
        return i;
      }
    }
    return 0;
  }

  private static String finish(String repaired) {
    String plain = HtmlEntities.unescape(HtmlEntities.unescape(repaired));
    return LowerCase.of(WhiteSpace.collapse(plain));
  }
}
