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

  /// A JSON array of numbers.
  static double[] numbers(Object array) {
    return ((List<?>) array).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  /// A JSON array of arrays of numbers.
  static double[][] table(Object array) {
    return ((List<?>) array).stream().map(Goldens::numbers).toArray(double[][]::new);
  }
}
