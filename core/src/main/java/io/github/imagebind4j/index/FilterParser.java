package io.github.imagebind4j.index;

import io.github.imagebind4j.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads conditions, top down: `or` binds loosest, then `and`, then `not`.
final class FilterParser {
  private static final int LONGEST = 10_000;
  private static final int DEEPEST = 100;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[\\p{L}\\p{N}_.+-]+)|(?<quoted>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
              + "|(?<sign>==|!=|<>|<=|>=|\\^=|[=<>(),]))");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

  /// @param text as it is meant, without quotes
  /// @param bare whether it stands without quotes and is no sign: a name, keyword or number
  /// @param at where it begins
  private record Token(String text, boolean bare, boolean sign, int at) {
    boolean is(String keyword) {
      return bare && text.toLowerCase(Locale.ROOT).equals(keyword);
    }

    boolean isSign(String wanted) {
      return sign && text.equals(wanted);
    }
  }

  private final String condition;
  private final List<Token> tokens;
  private int next;
  private int depth;

  FilterParser(String condition) {
    if (condition.length() > LONGEST) {
      throw new InputException(
          "a condition has at most " + LONGEST + " characters, got " + condition.length());
    }
    this.condition = condition;
    this.tokens = tokens(condition);
  }

  private static List<Token> tokens(String condition) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(condition);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      tokens.add(token(matcher));
      at = matcher.end();
    }
    if (!condition.substring(at).isBlank()) {
      throw wrong(condition, at, "this can't be read here; put texts in quotes");
    }
    tokens.add(new Token("", false, false, condition.length()));
    return tokens;
  }

  private static Token token(Matcher matcher) {
    String quoted = matcher.group("quoted");
    if (quoted != null) {
      String quote = quoted.substring(0, 1);
      String inner = quoted.substring(1, quoted.length() - 1).replace(quote + quote, quote);
      return new Token(inner, false, false, matcher.start("quoted"));
    }
    String word = matcher.group("word");
    return word != null
        ? new Token(word, true, false, matcher.start("word"))
        : new Token(matcher.group("sign"), false, true, matcher.start("sign"));
  }

  Filter parse() {
    Filter filter = any();
    if (peek().at() < condition.length()) {
      throw wrong("this is too much; join conditions by and, or");
    }
    return filter;
  }

  private Filter any() {
    if (++depth > DEEPEST) {
      throw wrong("brackets and nots go at most " + DEEPEST + " deep");
    }
    List<Filter> parts = new ArrayList<>(List.of(every()));
    while (peek().is("or")) {
      next++;
      parts.add(every());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Filter.Any(parts);
  }

  private Filter every() {
    List<Filter> parts = new ArrayList<>(List.of(one()));
    while (peek().is("and")) {
      next++;
      parts.add(one());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.Every(parts);
  }

  private Filter one() {
    if (peek().is("not")) {
      next++;
      if (++depth > DEEPEST) {
        throw wrong("brackets and nots go at most " + DEEPEST + " deep");
      }
      Filter not = new Filter.Not(one());
      depth--;
      return not;
    }
    if (peek().isSign("(")) {
      next++;
      Filter inner = any();
      expect(")");
      return inner;
    }
    if (peek().is("has")) {
      next++;
      return new Filter.Has(name());
    }
    return comparison();
  }

  private Filter comparison() {
    String field = name();
    if (peek().is("in")) {
      next++;
      return in(field);
    }
    Token sign = tokens.get(next);
    Filter.Order order =
        switch (sign.sign() ? sign.text() : "") {
          case "=", "==" -> Filter.Order.EQUAL;
          case "!=", "<>" -> Filter.Order.NOT_EQUAL;
          case "<" -> Filter.Order.LESS;
          case "<=" -> Filter.Order.AT_MOST;
          case ">" -> Filter.Order.GREATER;
          case ">=" -> Filter.Order.AT_LEAST;
          case "^=" -> Filter.Order.BEGINS;
          default -> throw wrong("a comparison is expected here: =, !=, <, <=, >, >=, ^= or in");
        };
    next++;
    return new Filter.Comparison(field, order, value());
  }

  private Filter in(String field) {
    expect("(");
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(new Filter.Comparison(field, Filter.Order.EQUAL, value()));
    } while (accept(","));
    expect(")");
    return new Filter.Any(parts);
  }

  private String name() {
    Token token = peek();
    if (!token.bare()) {
      throw wrong("a field's name is expected here");
    }
    next++;
    return token.text();
  }

  private Object value() {
    Token token = peek();
    if (token.sign() || token.at() == condition.length()) {
      throw wrong("a value is expected here: a number, true, false or a text");
    }
    next++;
    if (token.bare() && NUMBER.matcher(token.text()).matches()) {
      return Double.valueOf(token.text());
    }
    if (token.is("true") || token.is("false")) {
      return token.is("true");
    }
    return token.text();
  }

  private boolean accept(String sign) {
    boolean there = peek().isSign(sign);
    next += there ? 1 : 0;
    return there;
  }

  private void expect(String sign) {
    if (!accept(sign)) {
      throw wrong("'" + sign + "' is expected here");
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private InputException wrong(String what) {
    return wrong(condition, peek().at(), what);
  }

  private static InputException wrong(String condition, int at, String what) {
    String before = condition.substring(Math.max(0, at - 30), at);
    String after = condition.substring(at, Math.min(condition.length(), at + 30));
    return new InputException(
        "the condition is wrong at character "
            + (at + 1)
            + ": "
            + before
            + "→"
            + after
            + ": "
            + what
            + " (e.g. year > 2020 and label = 'dog')");
  }
}
