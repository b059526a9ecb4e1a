package io.github.imagebind4j.array;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An `.npy` file's header: a Python dict literal of exactly `descr`, `fortran_order` and `shape`.
///
/// @param kind the dtype's letter: f, i, u or b
/// @param itemSize bytes of one value
/// @param order byte order of the values
/// @param fortran whether the first axis varies fastest
/// @param shape axis sizes
record NpyHeader(char kind, int itemSize, ByteOrder order, boolean fortran, Shape shape) {
  // NumPy 1 knew 32 axes, NumPy 2 knows 64.
  private static final int MAX_RANK = 64;

  boolean isInteger() {
    return kind != 'f';
  }

  static NpyHeader parse(String text) {
    return new Parser(text).parse();
  }

  /// The values in row-major order.
  float[] decode(ByteBuffer data) {
    data.order(order);
    float[] values = new float[Math.toIntExact(shape.count())];
    if (!fortran) {
      for (int i = 0; i < values.length; i++) {
        values[i] = value(data, i * itemSize);
      }
      return values;
    }
    int[] dims = shape.dims();
    int[] index = new int[dims.length];
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = 0; axis < dims.length && values.length > 0; axis++) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    int from = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = value(data, from * itemSize);
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < dims[axis]) {
          break;
        }
        from -= strides[axis] * dims[axis];
        index[axis] = 0;
      }
    }
    return values;
  }

  private float value(ByteBuffer data, int at) {
    return switch (kind) {
      case 'f' ->
          switch (itemSize) {
            case 2 -> Float.float16ToFloat(data.getShort(at));
            case 4 -> data.getFloat(at);
            default -> (float) data.getDouble(at);
          };
      case 'i' ->
          switch (itemSize) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
          };
      case 'b' -> data.get(at) == 0 ? 0 : 1;
      default ->
          switch (itemSize) {
            case 1 -> data.get(at) & 0xff;
            case 2 -> data.getChar(at);
            case 4 -> data.getInt(at) & 0xffff_ffffL;
            default -> unsigned(data.getLong(at));
          };
    };
  }

  private static float unsigned(long bits) {
    // Above 2^63 halve, keep the lost bit sticky so that the rounding stays right, and double.
    return bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
  }

  /// Reads the dict literal and nothing else of Python.
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader parse() {
      String descr = null;
      Boolean fortran = null;
      Shape shape = null;
      expect('{');
      while (peek() != '}') {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = unset(key, descr, string());
          case "fortran_order" -> fortran = unset(key, fortran, bool());
          case "shape" -> shape = unset(key, shape, tuple());
          default -> throw bad("the unknown key '" + key + "'");
        }
        if (peek() != '}') {
          expect(',');
        }
      }
      expect('}');
      if (peek() != 0) {
        throw bad("text after the dict");
      }
      if (descr == null || fortran == null || shape == null) {
        throw bad("no descr, fortran_order or shape");
      }
      return header(descr, fortran, shape);
    }

    private static NpyHeader header(String descr, boolean fortran, Shape shape) {
      boolean known =
          switch (descr.length() == 3 ? descr.substring(1) : "") {
            case "f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8" ->
                descr.charAt(0) == '<' || descr.charAt(0) == '>';
            case "i1", "u1", "b1" -> "<>|".indexOf(descr.charAt(0)) >= 0;
            default -> false;
          };
      if (!known) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "the .npy file holds dtype '%s'; save it as a plain number type, e.g. numpy.save(f, a.astype('float32'))",
                descr));
      }
      ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return new NpyHeader(descr.charAt(1), descr.charAt(2) - '0', order, fortran, shape);
    }

    private <T> T unset(String key, @Nullable T before, T value) {
      if (before != null) {
        throw bad("the key '" + key + "' twice");
      }
      return value;
    }

    /// The next character that is not a space, 0 at the end.
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw bad("no '" + c + "'");
      }
      at++;
    }

    private String string() {
      char quote = peek();
      if (quote == '[') {
        throw new MediaException(
            "the .npy file holds a structured dtype; save one field as a plain array");
      }
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw bad("no string");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean bool() {
      peek();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw bad("no True or False");
    }

    private Shape tuple() {
      List<Integer> dims = new ArrayList<>();
      expect('(');
      while (peek() != ')') {
        dims.add(size());
        if (peek() != ')') {
          expect(',');
        }
        if (dims.size() > MAX_RANK) {
          throw bad("more than " + MAX_RANK + " axes");
        }
      }
      expect(')');
      try {
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
      } catch (InputException e) {
        throw new MediaException("the .npy file's " + e.getMessage() + "; save it anew", e);
      }
    }

    private int size() {
      char first = peek();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (from == at) {
        throw bad("'" + first + "' for an axis");
      }
      try {
        int size = Integer.parseInt(text.substring(from, at));
        // Python 2 wrote long integers so.
        at += at < text.length() && text.charAt(at) == 'L' ? 1 : 0;
        return size;
      } catch (NumberFormatException e) {
        throw new MediaException(
            "the .npy file has an axis of "
                + text.substring(from, Math.min(at, from + 40))
                + ", beyond 2^31 - 1; split the array",
            e);
      }
    }

    private MediaException bad(String found) {
      return new MediaException(
          "the .npy header has "
              + found
              + " at character "
              + at
              + "; expected {'descr': …, 'fortran_order': …, 'shape': (…)}, as numpy.save writes");
    }
  }
}
