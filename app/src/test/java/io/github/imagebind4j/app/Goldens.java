package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/// The reference's files and numbers, which lie with core's tests. A missing one is a failure.
final class Goldens {
  private static final Path ROOT =
      Path.of(System.getProperty("imagebind4j.home", ".."), "core/src/test/resources/goldens")
          .toAbsolutePath()
          .normalize();

  private Goldens() {}

  static Path path(String name) {
    Path path = ROOT.resolve(name);
    assertThat(path).exists();
    return path;
  }

  static String file(String name) {
    return path(name).toString();
  }

  static Map<String, Object> json(String name) throws IOException {
    return JSON.std.mapFrom(Files.readString(path(name)));
  }

  /// A field that is a JSON array.
  static List<?> list(Map<?, ?> object, String name) {
    if (object.get(name) instanceof List<?> list) {
      return list;
    }
    throw new AssertionError(name + " is no array in " + object.keySet());
  }

  /// A field that is a JSON object.
  static Map<?, ?> map(Map<?, ?> object, String name) {
    if (object.get(name) instanceof Map<?, ?> map) {
      return map;
    }
    throw new AssertionError(name + " is no object in " + object.keySet());
  }

  /// A field that is an array of numbers.
  static double[] numbers(Map<?, ?> object, String name) {
    return numbers(list(object, name));
  }

  /// A field that is an array of arrays of numbers.
  static double[][] table(Map<?, ?> object, String name) {
    return list(object, name).stream().map(row -> numbers((List<?>) row)).toArray(double[][]::new);
  }

  private static double[] numbers(List<?> list) {
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }
}
