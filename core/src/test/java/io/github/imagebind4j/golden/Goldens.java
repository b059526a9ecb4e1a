package io.github.imagebind4j.golden;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.array.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.jr.ob.JSON;

/// The golden data under `/goldens` on the test class path: how it was made is in the README there.
/// An absent file is an [AssertionError], never a skipped test.
///
/// Reads safetensors by a few lines of its own, so that our reader is judged by something else.
public final class Goldens {
  // Math.sin and the C library's may differ in the last bit of a double, which the cast to float
  // seldom shows.
  private static final double CHECK_VALUE = 1e-7;
  private static final double CHECK_SUM_PER_VALUE = 1e-9;

  private Goldens() {}

  /// A golden file's bytes.
  public static byte[] bytes(String path) {
    try (InputStream in = Goldens.class.getResourceAsStream("/goldens/" + path)) {
      if (in == null) {
        throw absent(path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A golden file or folder on disk.
  public static Path path(String path) {
    URL url = Goldens.class.getResource("/goldens/" + path);
    if (url == null) {
      throw absent(path);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// A golden JSON object.
  public static Map<String, Object> json(String path) {
    return JSON.std.mapFrom(new String(bytes(path), StandardCharsets.UTF_8));
  }

  /// A JSON value that is an object, or one further inside.
  ///
  /// @param keys the way inside, outermost first; none for `value` itself
  @SuppressWarnings("unchecked") // jackson-jr's objects have string keys only
  public static Map<String, Object> map(Object value, String... keys) {
    Object inner = value;
    for (String key : keys) {
      inner = ((Map<String, Object>) inner).get(key);
      if (inner == null) {
        throw new AssertionError("the golden JSON has no " + key + " on the way " + List.of(keys));
      }
    }
    return (Map<String, Object>) inner;
  }

  /// A JSON value that is an array.
  @SuppressWarnings("unchecked") // every element is an Object
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /// A JSON value that is a number.
  public static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /// A JSON value that is an array of axis sizes.
  public static int[] dims(Object value) {
    return list(value).stream().mapToInt(dim -> (int) number(dim)).toArray();
  }

  /// A golden `.npy` file.
  public static FloatArray npy(String path) {
    return NpyFile.read(bytes(path), Long.MAX_VALUE).values();
  }

  /// A golden `.npz` file: its arrays by name, without `.npy`.
  public static Map<String, FloatArray> npz(String path) {
    Map<String, FloatArray> arrays = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes(path)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.put(name, NpyFile.read(zip, Long.MAX_VALUE).values());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }

  /// A golden `.safetensors` file: its tensors by name, in the header's order, all as floats.
  public static Map<String, FloatArray> safetensors(String path) {
    ByteBuffer file = ByteBuffer.wrap(bytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(file.getLong(0));
    String json = new String(file.array(), Long.BYTES, headerLength, StandardCharsets.UTF_8);
    Map<String, FloatArray> tensors = new LinkedHashMap<>();
    JSON.std
        .mapFrom(json)
        .forEach((name, value) -> {
          if (!name.equals("__metadata__")) {
            tensors.put(name, tensor(file, Long.BYTES + headerLength, map(value)));
          }
        });
    return tensors;
  }

  private static FloatArray tensor(ByteBuffer file, int dataAt, Map<String, Object> entry) {
    int[] dims = dims(entry.get("shape"));
    int from = dims(entry.get("data_offsets"))[0];
    ByteBuffer data = file.slice(dataAt + from, file.limit() - dataAt - from);
    data.order(ByteOrder.LITTLE_ENDIAN);
    String dtype = (String) entry.get("dtype");
    float[] values = new float[Math.toIntExact(Shape.of(dims).count())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (dtype) {
            case "F64" -> (float) data.getDouble();
            case "F32" -> data.getFloat();
            case "F16" -> Float.float16ToFloat(data.getShort());
            case "BF16" -> Float.intBitsToFloat(data.getShort() << 16);
            case "I64" -> data.getLong();
            case "I32" -> data.getInt();
            case "I16" -> data.getShort();
            case "I8" -> data.get();
            case "U8", "BOOL" -> data.get() & 0xff;
            default -> throw new AssertionError("golden of dtype " + dtype);
          };
    }
    return FloatArray.wrap(values, dims);
  }

  /// Computes an input that the goldens give as a formula, and verifies its `check` values.
  ///
  /// @param spec `{shape, amp, f1, p1, f2, p2, check}`; a `note` on later changes is the caller's
  public static FloatArray formula(Map<String, Object> spec) {
    int[] dims = dims(spec.get("shape"));
    double amp = number(spec.get("amp"));
    double f1 = number(spec.get("f1"));
    double p1 = number(spec.get("p1"));
    double f2 = number(spec.get("f2"));
    double p2 = number(spec.get("p2"));
    float[] x = new float[Math.toIntExact(Shape.of(dims).count())];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (amp * (Math.sin(f1 * i + p1) + 0.5 * Math.sin(f2 * i + p2)));
      sum += x[i];
    }
    Map<String, Object> check = map(spec.get("check"));
    verify("x[0]", x[0], check, CHECK_VALUE * amp);
    verify("x[1]", x[1], check, CHECK_VALUE * amp);
    verify("x[last]", x[x.length - 1], check, CHECK_VALUE * amp);
    verify("sum_float64", sum, check, CHECK_SUM_PER_VALUE * amp * x.length);
    return FloatArray.wrap(x, dims);
  }

  private static void verify(String what, double got, Map<String, Object> check, double tolerance) {
    double expected = number(check.get(what));
    if (!(Math.abs(got - expected) <= tolerance)) {
      throw new AssertionError(
          "golden formula: " + what + " is " + got + ", expected " + expected + " ± " + tolerance);
    }
  }

  private static AssertionError absent(String path) {
    return new AssertionError(
        "golden /goldens/" + path + " is absent from the test class path; copy it there");
  }
}
