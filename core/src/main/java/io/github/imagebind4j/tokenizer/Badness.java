package io.github.imagebind4j.tokenizer;

import static io.github.imagebind4j.tokenizer.MojibakeClasses.ASCII_LOWER;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.ASCII_UPPER;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.BAD;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.BOX;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.C1;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.COMMON;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.CURRENCY;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.END_PUNCTUATION;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.KAOMOJI;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.LAW;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.LOWER_ACCENTED;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.LOWER_COMMON;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.NOT_ASCII_LETTER;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.NUMERIC;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.START_PUNCTUATION;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.UPPER_ACCENTED;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.UPPER_COMMON;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.WHITE_SPACE;
import static io.github.imagebind4j.tokenizer.MojibakeClasses.WORD;

import java.util.List;

/// Tells text that somebody meant from text that was decoded with the wrong encoding, by neighbours
/// that hardly ever stand together on purpose.
///
/// Stateless and safe for use by any thread; the cost is linear.
///
/// Source: `BADNESS_RE` in ftfy 6.3.1's `badness.py`, one rule for each of its alternatives.
final class Badness {
  private static final int ACCENTED = LOWER_ACCENTED | UPPER_ACCENTED;
  private static final int PUNCTUATION = START_PUNCTUATION | END_PUNCTUATION;
  private static final int SUSPECT = ACCENTED | BOX | PUNCTUATION | CURRENCY | NUMERIC | LAW;
  private static final int ARABIC = COMMON | CURRENCY | BAD | NUMERIC | START_PUNCTUATION;
  private static final int BETWEEN = C1 | BAD | PUNCTUATION | CURRENCY;

  /// One place of a rule: a character of any of these classes, or any of these characters.
  private record Slot(int classes, String chars) {
    boolean matches(String text, int i) {
      return (MojibakeClasses.at(text, i) & classes) != 0 || chars.indexOf(text.charAt(i)) >= 0;
    }
  }

  /// Places that have to match one after another. Every rule has a character beyond ASCII among its
  /// first three, and starts with one of the Basic Multilingual Plane.
  private record Rule(List<Slot> slots) {
    boolean matches(String text, int start) {
      if (start + slots.size() > text.length()) {
        return false;
      }
      for (int i = 0; i < slots.size(); i++) {
        if (!slots.get(i).matches(text, start + i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final Rule[] RULES = {
    rule(any(C1)),
    rule(any(BAD | SUSPECT), any(BAD)),
    rule(any(ASCII_LOWER | ASCII_UPPER), any(LOWER_COMMON | UPPER_COMMON), any(BAD)),
    rule(any(BAD), any(SUSPECT)),
    rule(
        any(LOWER_ACCENTED | LOWER_COMMON | BOX | END_PUNCTUATION | CURRENCY | NUMERIC),
        any(UPPER_ACCENTED)),
    rule(any(BOX | END_PUNCTUATION | CURRENCY | NUMERIC), any(LOWER_ACCENTED)),
    rule(any(LOWER_ACCENTED | BOX | END_PUNCTUATION), any(CURRENCY)),
    rule(any(WHITE_SPACE), any(UPPER_ACCENTED), any(CURRENCY)),
    rule(any(UPPER_ACCENTED | BOX), any(NUMERIC | LAW)),
    rule(any(ACCENTED | BOX | CURRENCY | END_PUNCTUATION), any(START_PUNCTUATION), any(NUMERIC)),
    rule(
        any(ACCENTED | CURRENCY | NUMERIC | BOX | LAW),
        any(END_PUNCTUATION),
        any(START_PUNCTUATION)),
    rule(any(CURRENCY | NUMERIC | BOX), any(START_PUNCTUATION)),
    rule(any(ASCII_LOWER), any(UPPER_ACCENTED), any(START_PUNCTUATION | CURRENCY)),
    rule(any(BOX), any(KAOMOJI)),
    rule(any(ACCENTED | CURRENCY | NUMERIC | PUNCTUATION | LAW), any(BOX)),
    rule(any(BOX), any(END_PUNCTUATION)),
    rule(any(ACCENTED), any(PUNCTUATION), any(WORD)),
    // The ligature, unless an unaccented letter follows.
    rule(one("Œœ"), any(NOT_ASCII_LETTER)),
    rule(any(UPPER_ACCENTED), one("°")),
    // Windows-1252 in pairs.
    rule(one("ÂÃÎÐ"), any(PUNCTUATION, "€œŠš¢£Ÿž\u00A0\u00AD®©°·»–—´")),
    rule(one("×"), one("²³")),
    // Arabic in Windows-1252: four, for each pair alone is common.
    rule(one("ØÙ"), any(ARABIC, "ŸŠ®°µ»"), one("ØÙ"), any(ARABIC, "ŸŠ®°µ»")),
    // South Asian alphabets in Windows-1252.
    rule(one("à"), one("²µ¹¼½¾")),
    // MacRoman.
    rule(one("√"), one("±∂†≠®™´≤≥¥µø")),
    rule(one("≈"), one("°¢")),
    rule(one("‚"), one("Ä"), one("ìîïòôúùû†°¢π")),
    rule(one("‚"), one("âó"), one("àä°ê")),
    // Windows-1251: general punctuation, then letters, of which three are asked for.
    rule(one("в"), one("Ђ")),
    rule(one("ВГРС"), any(BETWEEN, "°µ"), one("ВГРС")),
    // Windows-1252's à, á and the no-break space.
    rule(one("Ã"), one("\u00A0¡")),
    rule(any(ASCII_LOWER), one("ÃÂ"), one(" ")),
    rule(any(ASCII_LOWER), any(WHITE_SPACE), one("ÃÂ"), one(" ")),
    rule(any(ASCII_LOWER | END_PUNCTUATION, ".,?!"), one("Â"), any(PUNCTUATION, " ")),
    // Windows-1253: general punctuation, then letters.
    rule(one("β"), one("€"), one("™\u00A0Ά\u00AD®°")),
    rule(one("ΒΓΞΟ"), any(BETWEEN, "°"), one("ΒΓΞΟ")),
    // Windows-1257: general punctuation.
    rule(one("ā"), one("€")),
  };

  /// Windows-1251 on top of Latin-1 on top of Windows-1252; any character and a Latin letter or a
  /// space have to follow.
  private static final String FIVE_CYRILLIC = "ГўВЂВ";

  /// For each character, the rules that can start with it, one bit each.
  private static final long[] STARTS = starts();

  private Badness() {}

  /// Whether any rule matches anywhere.
  static boolean isBad(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isAscii(text, i) || !isAscii(text, i + 1) || !isAscii(text, i + 2)) {
        if (isBadAt(text, i)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBadAt(String text, int i) {
    for (long rules = STARTS[text.charAt(i)]; rules != 0; rules &= rules - 1) {
      if (RULES[Long.numberOfTrailingZeros(rules)].matches(text, i)) {
        return true;
      }
    }
    boolean startsWithSpacedA = i == 0 && (text.startsWith("Ã ") || text.startsWith("Â "));
    return startsWithSpacedA || isFiveCyrillic(text, i);
  }

  private static boolean isFiveCyrillic(String text, int i) {
    int any = i + FIVE_CYRILLIC.length();
    if (any >= text.length() || text.charAt(any) == '\n' || !text.startsWith(FIVE_CYRILLIC, i)) {
      return false;
    }
    int last = any + Character.charCount(text.codePointAt(any));
    return last < text.length()
        && (text.charAt(last) == ' '
            || (MojibakeClasses.at(text, last) & (ASCII_LOWER | ASCII_UPPER)) != 0);
  }

  /// Also true beyond the end, where nothing can match.
  private static boolean isAscii(String text, int i) {
    return i >= text.length() || text.charAt(i) < 0x80;
  }

  private static long[] starts() {
    long[] starts = new long[0x10000];
    for (char c = 0; c < Character.MIN_SURROGATE; c++) {
      starts[c] = startsOf(c);
    }
    for (int c = Character.MAX_SURROGATE + 1; c < starts.length; c++) {
      starts[c] = startsOf((char) c);
    }
    return starts;
  }

  private static long startsOf(char c) {
    String first = String.valueOf(c);
    long rules = 0;
    for (int i = 0; i < RULES.length; i++) {
      if (RULES[i].slots.getFirst().matches(first, 0)) {
        rules |= 1L << i;
      }
    }
    return rules;
  }

  private static Rule rule(Slot... slots) {
    return new Rule(List.of(slots));
  }

  private static Slot any(int classes) {
    return new Slot(classes, "");
  }

  private static Slot any(int classes, String chars) {
    return new Slot(classes, chars);
  }

  private static Slot one(String chars) {
    return new Slot(0, chars);
  }
}
