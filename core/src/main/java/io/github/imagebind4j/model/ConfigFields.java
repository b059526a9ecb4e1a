package io.github.imagebind4j.model;

import io.github.imagebind4j.error.ConfigException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fields of one JSON object, read by name and type, with a memory of which were asked for: the
/// others are misspelt.
final class ConfigFields {
  /// Far above any real model, and small enough that products of four of them fit a long.
  private static final int MAX = 1 << 20;

  private final Map<?, ?> json;
  private final String where;
  private final Set<String> read = new LinkedHashSet<>();

  private ConfigFields(Map<?, ?> json, String where) {
    this.json = json;
    this.where = where;
  }

  static ConfigFields of(Object json, String where) {
    if (json instanceof Map<?, ?> map) {
      return new ConfigFields(map, where);
    }
    throw new ConfigException(where + " must be a JSON object, got " + json);
  }

  int integer(String name, int ifAbsent) {
    read.add(name);
    Object value = json.get(name);
    return value == null ? ifAbsent : toInteger(name, value);
  }

  List<Integer> integers(String name, List<Integer> ifAbsent) {
    read.add(name);
    return switch (json.get(name)) {
      case null -> ifAbsent;
      case List<?> list -> list.stream().map(value -> toInteger(name, value)).toList();
      case Object other -> throw wrong(name, "a list of whole numbers", other);
    };
  }

  /// A list of lists of whole numbers, 0 included; empty if absent.
  List<List<Integer>> wholeNumbers(String name) {
    read.add(name);
    return switch (json.get(name)) {
      case null -> List.of();
      case List<?> rows -> rows.stream().map(row -> wholeNumbers(name, row)).toList();
      case Object other -> throw wrong(name, "a list of lists of whole numbers", other);
    };
  }

  private List<Integer> wholeNumbers(String name, Object row) {
    if (!(row instanceof List<?> values)) {
      throw wrong(name, "a list of lists of whole numbers", row);
    }
    return values.stream()
        .map(value -> Integer.valueOf(0).equals(value) ? 0 : toInteger(name, value))
        .toList();
  }

  double number(String name, double ifAbsent) {
    read.add(name);
    return switch (json.get(name)) {
      case null -> ifAbsent;
      case Number value -> value.doubleValue();
      case Object other -> throw wrong(name, "a number", other);
    };
  }

  String string(String name, String ifAbsent) {
    read.add(name);
    return switch (json.get(name)) {
      case null -> ifAbsent;
      case String value -> value;
      case Object other -> throw wrong(name, "a text", other);
    };
  }

  List<String> strings(String name) {
    read.add(name);
    return switch (json.get(name)) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object other -> throw wrong(name, "a list of names", other);
    };
  }

  Map<String, ConfigFields> objects(String name) {
    read.add(name);
    Map<String, ConfigFields> objects = new LinkedHashMap<>();
    Object value = json.get(name);
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, object) -> objects.put(String.valueOf(key), of(object, name + "." + key)));
    } else if (value != null) {
      throw wrong(name, "an object", value);
    }
    return objects;
  }

  void skip(String name) {
    read.add(name);
  }

  void requireAllRead() {
    for (Object name : json.keySet()) {
      if (!read.contains(String.valueOf(name))) {
        throw new ConfigException(
            where
                + " has an unknown name '"
                + name
                + "'; the known ones are "
                + String.join(", ", read));
      }
    }
  }

  private int toInteger(String name, Object value) {
    if (value instanceof Integer i && i >= 1 && i <= MAX) {
      return i;
    }
    throw wrong(name, "a whole number from 1 to " + MAX, value);
  }

  private ConfigException wrong(String name, String expected, Object found) {
    return new ConfigException(where + ": " + name + " must be " + expected + ", got " + found);
  }
}
