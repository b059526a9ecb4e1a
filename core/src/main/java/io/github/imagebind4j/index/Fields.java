package io.github.imagebind4j.index;

import io.github.imagebind4j.error.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is known of an item besides its embedding: named texts, numbers, truths and lists of texts.
///
/// Immutable and safe for use by any thread.
public final class Fields {
  /// None.
  public static final Fields NONE = new Fields(new LinkedHashMap<>());

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  private static final int MOST = 100;
  private static final int LONGEST = 32_000; // what Lucene, and others, take as one term

  private final SequencedMap<String, Object> values;

  private Fields(SequencedMap<String, Object> values) {
    this.values = Collections.unmodifiableSequencedMap(values);
  }

  /// Fields by their names.
  ///
  /// @param values String, Boolean, List of String, Double, Float, or Long, Integer, Short, Byte;
  ///   floats are kept as double, whole numbers as long
  /// @return the fields, in the map's order
  /// @throws InputException if a name is not of letters, digits, `_`, `.` and `-` (at most 64, a
  ///   letter or `_` first), a value of another type, not finite or longer than 32,000 characters,
  ///   or there are more than 100
  public static Fields of(Map<String, ?> values) {
    if (values.size() > MOST) {
      throw new InputException("an item has at most " + MOST + " fields, got " + values.size());
    }
    SequencedMap<String, Object> checked = new LinkedHashMap<>();
    values.forEach((name, value) -> checked.put(checkedName(name), checkedValue(name, value)));
    return checked.isEmpty() ? NONE : new Fields(checked);
  }

  /// Fields that were checked before: those of a record, whose reader sees to their types.
  static Fields trusted(SequencedMap<String, Object> values) {
    return new Fields(values);
  }

  private static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "a field's name is letters, digits, '_', '.' or '-', a letter or '_' first, at most 64;"
              + " got '"
              + name
              + "'");
    }
    return name;
  }

  private static Object checkedValue(String name, Object value) {
    return switch (value) {
      case String text -> checkedText(name, text);
      case Boolean truth -> truth;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> checkedNumber(name, number);
      case Double number -> checkedNumber(name, number);
      case List<?> list ->
          list.stream()
              .map(each -> checkedText(name, each))
              .collect(Collectors.toUnmodifiableList());
      default ->
          throw new InputException(
              "field "
                  + name
                  + " must be a text, a number, true or false, or a list of texts; got "
                  + value.getClass().getSimpleName());
    };
  }

  private static String checkedText(String name, Object value) {
    if (!(value instanceof String text)) {
      throw new InputException("a list in field " + name + " may hold texts only, got " + value);
    }
    if (text.length() > LONGEST) {
      throw new InputException(
          "field " + name + " may have " + LONGEST + " characters, got " + text.length());
    }
    return text;
  }

  private static double checkedNumber(String name, Number value) {
    double number = value.doubleValue();
    if (!Double.isFinite(number)) {
      throw new InputException("field " + name + " must be finite, got " + number);
    }
    return number;
  }

  /// All of them.
  ///
  /// @return String, Long, Double, Boolean or List of String by name, unmodifiable
  public SequencedMap<String, Object> asMap() {
    return values;
  }

  /// One of them.
  ///
  /// @param name its name
  /// @return its value, if there is one
  public Optional<Object> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// A text.
  ///
  /// @param name its name
  /// @return it, or empty if there is none or it is no text
  public Optional<String> text(String name) {
    return get(name).filter(String.class::isInstance).map(String.class::cast);
  }

  /// A number.
  ///
  /// @param name its name
  /// @return it, or empty if there is none or it is no number
  public Optional<Double> number(String name) {
    return get(name).filter(Number.class::isInstance).map(n -> ((Number) n).doubleValue());
  }

  /// These and one more, in place of the one of the same name.
  ///
  /// @param name its name
  /// @param value of the types of [#of(Map)]
  /// @return the changed copy
  public Fields with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return of(changed);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Fields other && values.equals(other.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
