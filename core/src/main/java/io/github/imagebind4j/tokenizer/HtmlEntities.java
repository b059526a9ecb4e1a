package io.github.imagebind4j.tokenizer;

import io.github.imagebind4j.error.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTML character references, by two rules: the browser's, which forgives everything, and ftfy's,
/// which only touches what cannot be meant otherwise.
///
/// Both are single passes of linear cost. The table is the HTML standard's list of 2,231 names,
/// some of which need no semicolon.
///
/// Stateless and safe for use by any thread.
///
/// Source: `html.unescape` of Python 3.11 and `unescape_html` in ftfy 6.3.1's `fixes.py`.
final class HtmlEntities {
  /// How far Python looks for the end of a name.
  private static final int LONGEST_NAME = 32;

  /// How many letters and digits ftfy allows between `&` or `&#` and the semicolon.
  private static final int LONGEST_SAFE_NAME = 24;

  /// What the numbers 0x80 to 0x9F stand for: Windows-1252, where it has a character.
  private static final ByteEncoding FOR_C1 = ByteEncoding.WINDOWS_1252;

  /// Name, with its semicolon if it has one, to text.
  private static final Map<String, String> NAMES = load();

  /// Names in capitals, such as `EACUTE;`, that ftfy understands besides.
  private static final Map<String, String> CAPITAL_NAMES = capitals();

  private HtmlEntities() {}

  /// Replaces all references as a browser would, also without semicolon and within a longer name.
  static String unescape(String text) {
    int from = text.indexOf('&');
    if (from < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (from >= 0) {
      out.append(text, done, from);
      int end = text.startsWith("#", from + 1) ? number(text, from, out) : name(text, from, out);
      if (end < 0) {
        out.append('&');
        end = from + 1;
      }
      done = end;
      from = text.indexOf('&', done);
    }
    return out.append(text, done, text.length()).toString();
  }

  /// Replaces references that end in a semicolon, once each.
  static String unescapeSafe(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.append(text.charAt(i));
      if (text.charAt(i) == ';') {
        // What was just written may only be read again in the next round.
        int start = safeReference(text, i);
        String value = start < 0 ? null : safeValue(text.substring(start, i + 1));
        if (value != null) {
          out.setLength(out.length() - (i + 1 - start));
          out.append(value);
        }
      }
    }
    return out.toString();
  }

  /// What [#unescapeSafe] gives when repeated until nothing changes, in one pass.
  ///
  /// References cannot overlap, and replacing one never spoils another, so their order does not
  /// matter: each is replaced as soon as its semicolon is written, and every reference, however it
  /// came about, ends in a semicolon.
  static String unescapeSafeFully(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      out.append(text.charAt(i));
      while (!out.isEmpty() && out.charAt(out.length() - 1) == ';') {
        int start = safeReference(out, out.length() - 1);
        String value = start < 0 ? null : safeValue(out.substring(start));
        if (value == null) {
          break;
        }
        out.setLength(start);
        out.append(value);
      }
    }
    return out.toString();
  }

  /// Where the reference starts that ends with this semicolon, or -1.
  private static int safeReference(CharSequence text, int semicolon) {
    int start = semicolon;
    while (start > 0 && isAsciiAlphanumeric(text.charAt(start - 1))) {
      start--;
      if (semicolon - start > LONGEST_SAFE_NAME) {
        return -1;
      }
    }
    if (start == semicolon) {
      return -1;
    }
    if (start > 0 && text.charAt(start - 1) == '#') {
      start--;
    }
    return start > 0 && text.charAt(start - 1) == '&' ? start - 1 : -1;
  }

  private static @Nullable String safeValue(String reference) {
    if (reference.charAt(1) == '#') {
      String value = unescape(reference);
      return value.indexOf(';') < 0 ? value : null;
    }
    String name = reference.substring(1);
    String value = NAMES.get(name);
    return value != null ? value : CAPITAL_NAMES.get(name);
  }

  /// Reads `&#...`; gives the end of what it replaced, or -1.
  private static int number(String text, int from, StringBuilder out) {
    int at = from + 2;
    boolean hex = at < text.length() && (text.charAt(at) | 0x20) == 'x';
    if (hex) {
      at++;
    }
    int digits = at;
    int value = 0;
    for (; at < text.length(); at++) {
      int digit = asciiDigit(text.charAt(at), hex ? 16 : 10);
      if (digit < 0) {
        break;
      }
      // Anything beyond Unicode is the same; this keeps it from wrapping around.
      value = Math.min(value * (hex ? 16 : 10) + digit, 0x110000);
    }
    if (at == digits) {
      return -1;
    }
    appendNumbered(value, out);
    return at < text.length() && text.charAt(at) == ';' ? at + 1 : at;
  }

  private static void appendNumbered(int value, StringBuilder out) {
    if (value == 0 || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) {
      out.append('\uFFFD');
    } else if (value >= 0x80 && value <= 0x9F) {
      out.append(FOR_C1.decode(value));
    } else if (!isNeverText(value)) {
      out.appendCodePoint(value);
    }
  }

  /// Control characters other than white space, and Unicode's noncharacters.
  private static boolean isNeverText(int value) {
    return (value < ' ' && (value < '\t' || value > '\r' || value == 0xB))
        || value == 0x7F
        || (value >= 0xFDD0 && value <= 0xFDEF)
        || (value & 0xFFFE) == 0xFFFE;
  }

  /// Reads `&name`; gives the end of the longest name of the table, or -1.
  private static int name(String text, int from, StringBuilder out) {
    int start = from + 1;
    int end = start;
    while (end < text.length()
        && end - start < LONGEST_NAME
        && isAsciiAlphanumeric(text.charAt(end))) {
      end++;
    }
    if (end < text.length() && text.charAt(end) == ';') {
      end++;
    }
    for (; end > start; end--) {
      String value = NAMES.get(text.substring(start, end));
      if (value != null) {
        out.append(value);
        return end;
      }
    }
    return -1;
  }

  private static boolean isAsciiAlphanumeric(char c) {
    return asciiDigit(c, 36) >= 0;
  }

  private static int asciiDigit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  private static Map<String, String> load() {
    Map<String, String> names = HashMap.newHashMap(2_300);
    try (InputStream in = HtmlEntities.class.getResourceAsStream("html_entities.txt")) {
      if (in == null) {
        throw new ConfigException(
            "html_entities.txt is absent from the class path; use an intact imagebind4j jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < parts.length; i++) {
          value.appendCodePoint(Integer.parseInt(parts[i], 16));
        }
        names.put(parts[0], value.toString());
      }
    } catch (IOException e) {
      throw new ConfigException("cannot read html_entities.txt: " + e.getMessage(), e);
    }
    return Map.copyOf(names);
  }

  /// ftfy's addition: a name in small letters also counts in capitals, for the capital of its
  /// character, unless that already means something.
  private static Map<String, String> capitals() {
    Map<String, String> capitals = new HashMap<>();
    NAMES.forEach((name, value) -> {
      String capital = name.toUpperCase(Locale.ROOT);
      String reference = "&" + capital;
      if (name.endsWith(";")
          && name.equals(name.toLowerCase(Locale.ROOT))
          && unescape(reference).equals(reference)) {
        capitals.put(capital, value.toUpperCase(Locale.ROOT));
      }
    });
    return Map.copyOf(capitals);
  }
}
