package io.github.imagebind4j.index;

import io.github.imagebind4j.error.InputException;
import java.util.List;
import java.util.Optional;

/// What an item's fields must be like to be found.
///
/// ```java
/// Filter recent = Filter.parse("year > 2020 and (label in (dog, cat) or not has author)");
/// ```
///
/// A field that an item lacks makes any comparison with it false, `!=` too. Numbers compare with
/// numbers and texts with texts, in the order of their characters (so ISO dates in that of time);
/// of a list of texts any one will do.
///
/// Immutable and safe for use by any thread.
public sealed interface Filter {
  /// Everything.
  Filter ALL = new Every(List.of());

  /// Whether an item passes.
  ///
  /// @param fields the item's
  /// @return whether they are as wanted
  boolean matches(Fields fields);

  /// Reads a condition.
  ///
  /// Comparisons are `=`, `!=`, `<`, `<=`, `>`, `>=`, `^=` (begins with), `in (a, b)` and `has
  /// field`; they are joined by `and`, `or`, `not` and brackets. Texts with other characters than
  /// letters, digits, `_`, `.` and `-` stand in single or double quotes, a quote in them doubled;
  /// `true` and `false` are truths, what looks like a number is one.
  ///
  /// @param condition at most 10,000 characters
  /// @return the filter
  /// @throws InputException if it can't be understood, naming the place
  static Filter parse(String condition) {
    return new FilterParser(condition).parse();
  }

  /// How two values are compared.
  enum Order {
    /// Equal; of a list, one of it.
    EQUAL("="),
    /// There, and not equal; of a list, none of it.
    NOT_EQUAL("!="),
    /// Less.
    LESS("<"),
    /// Less or equal.
    AT_MOST("<="),
    /// Greater.
    GREATER(">"),
    /// Greater or equal.
    AT_LEAST(">="),
    /// A text that begins with another.
    BEGINS("^=");

    private final String sign;

    Order(String sign) {
      this.sign = sign;
    }

    /// How it is written.
    ///
    /// @return e.g. `<=`
    public String sign() {
      return sign;
    }
  }

  /// One comparison.
  ///
  /// @param field its name
  /// @param order how
  /// @param value String, Boolean or Double
  record Comparison(String field, Order order, Object value) implements Filter {
    /// Checks.
    ///
    /// @throws InputException if the value is of another type, or its type has no such order
    public Comparison {
      boolean sensible =
          switch (value) {
            case Boolean _ -> order == Order.EQUAL || order == Order.NOT_EQUAL;
            case Double number -> Double.isFinite(number) && order != Order.BEGINS;
            case String _ -> true;
            default -> false;
          };
      if (!sensible) {
        throw new InputException(
            "field " + field + " can't be compared by " + order.sign() + " with " + value);
      }
    }

    @Override
    public boolean matches(Fields fields) {
      Optional<Object> found = fields.get(field);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get() instanceof List<?> list) {
        return order == Order.NOT_EQUAL
            ? list.stream().noneMatch(value::equals)
            : list.stream().anyMatch(this::holds);
      }
      return holds(found.get());
    }

    private boolean holds(Object found) {
      return switch (found) {
        case Number number when value instanceof Double bound ->
            holds(Double.compare(number.doubleValue() + 0.0, bound + 0.0)); // -0 is 0
        case String text when value instanceof String bound ->
            order == Order.BEGINS ? text.startsWith(bound) : holds(text.compareTo(bound));
        case Boolean truth when value instanceof Boolean bound -> holds(truth.compareTo(bound));
        default -> order == Order.NOT_EQUAL;
      };
    }

    private boolean holds(int compared) {
      return switch (order) {
        case EQUAL -> compared == 0;
        case NOT_EQUAL -> compared != 0;
        case LESS -> compared < 0;
        case AT_MOST -> compared <= 0;
        case GREATER -> compared > 0;
        case AT_LEAST -> compared >= 0;
        case BEGINS -> false;
      };
    }
  }

  /// Whether there is such a field.
  ///
  /// @param field its name
  record Has(String field) implements Filter {
    @Override
    public boolean matches(Fields fields) {
      return fields.get(field).isPresent();
    }
  }

  /// All of several; of none, everything.
  ///
  /// @param parts which
  record Every(List<Filter> parts) implements Filter {
    /// Copies.
    public Every {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Fields fields) {
      return parts.stream().allMatch(part -> part.matches(fields));
    }
  }

  /// At least one of several; of none, nothing.
  ///
  /// @param parts which
  record Any(List<Filter> parts) implements Filter {
    /// Copies.
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean matches(Fields fields) {
      return parts.stream().anyMatch(part -> part.matches(fields));
    }
  }

  /// The opposite.
  ///
  /// @param part of what
  record Not(Filter part) implements Filter {
    @Override
    public boolean matches(Fields fields) {
      return !part.matches(fields);
    }
  }
}
