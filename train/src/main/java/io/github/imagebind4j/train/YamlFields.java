package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one YAML mapping, read by name and type, with a memory of which were asked for:
/// the others are misspelt, and are told with the known ones.
final class YamlFields {
  private final Map<?, ?> fields;
  private final String where;
  private final Set<String> known = new LinkedHashSet<>();

  private YamlFields(Map<?, ?> fields, String where) {
    this.fields = fields;
    this.where = where;
  }

  static YamlFields of(@Nullable Object yaml, String where) {
    if (yaml instanceof Map<?, ?> map) {
      return new YamlFields(map, where);
    }
    throw new ConfigException(where + " must be a mapping of names to values, got " + yaml);
  }

  String where() {
    return where;
  }

  boolean has(String name) {
    known.add(name);
    return fields.get(name) != null;
  }

  @Nullable Object raw(String name) {
    known.add(name);
    return fields.get(name);
  }

  String text(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw new ConfigException(where + " needs " + name);
    }
    return value;
  }

  String text(String name, String ifAbsent) {
    return switch (raw(name)) {
      case null -> ifAbsent;
      case String value -> value;
      case Number value -> value.toString();
      case Object other -> throw wrong(name, "a text", other);
    };
  }

  double number(String name, double ifAbsent) {
    return switch (raw(name)) {
      case null -> ifAbsent;
      case Number value -> value.doubleValue();
      case Object other -> throw wrong(name, "a number", other);
    };
  }

  int whole(String name, int ifAbsent) {
    return switch (raw(name)) {
      case null -> ifAbsent;
      case Integer value -> value;
      case Object other -> throw wrong(name, "a whole number", other);
    };
  }

  boolean flag(String name, boolean ifAbsent) {
    return switch (raw(name)) {
      case null -> ifAbsent;
      case Boolean value -> value;
      case Object other -> throw wrong(name, "true or false", other);
    };
  }

  /// A list, or a single value in its place.
  List<String> texts(String name) {
    return switch (raw(name)) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object one -> List.of(String.valueOf(one));
    };
  }

  SequencedMap<String, String> textMap(String name) {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    switch (raw(name)) {
      case null -> {}
      case Map<?, ?> values ->
          values.forEach((key, value) -> map.put(String.valueOf(key), String.valueOf(value)));
      case Object other -> throw wrong(name, "a mapping", other);
    }
    return map;
  }

  /// A mapping; without it an empty one.
  YamlFields inner(String name) {
    Object value = raw(name);
    return of(value == null ? Map.of() : value, where + "." + name);
  }

  SequencedMap<String, YamlFields> inners(String name) {
    SequencedMap<String, YamlFields> all = new LinkedHashMap<>();
    switch (raw(name)) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach((key, value) ->
              all.put(String.valueOf(key), of(value, where + "." + name + "." + key)));
      case Object other -> throw wrong(name, "a mapping", other);
    }
    return all;
  }

  List<YamlFields> list(String name) {
    List<YamlFields> all = new ArrayList<>();
    switch (raw(name)) {
      case null -> {}
      case List<?> list ->
          list.forEach(value -> all.add(of(value, where + "." + name + "[" + all.size() + "]")));
      case Object other -> throw wrong(name, "a list", other);
    }
    return all;
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E ifAbsent) {
    String value = text(name, "");
    if (value.isEmpty()) {
      return ifAbsent;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.replace('-', '_'))) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(java.util.Locale.ROOT));
    }
    throw wrong(name, "one of " + String.join(", ", names), value);
  }

  void requireAllKnown() {
    for (Object name : fields.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        throw new ConfigException(
            where
                + " has an unknown name '"
                + name
                + "'; the known ones are "
                + String.join(", ", known));
      }
    }
  }

  ConfigException wrong(String name, String expected, Object found) {
    return new ConfigException(where + ": " + name + " must be " + expected + ", got " + found);
  }
}
