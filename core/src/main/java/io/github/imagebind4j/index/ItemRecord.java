package io.github.imagebind4j.index;

import io.github.imagebind4j.error.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// An item's id and fields as bytes: the id, how many fields, then each one's name, type and value.
///
/// Text is its size and bytes in UTF-8. Java's texts may also hold halves of characters, which
/// UTF-8 can't and would merge; such a text is in UTF-16, and the lowest bit of its size says
/// which.
final class ItemRecord {
  static final int TEXT = 0;
  static final int LONG = 1;
  static final int DOUBLE = 2;
  static final int FALSE = 3;
  static final int TRUE = 4;
  static final int TEXTS = 5;

  private ItemRecord() {}

  /// What a record of this item begins with, and no other's.
  static byte[] encodeId(String id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(id.length() + 2);
    writeText(id, out);
    return out.toByteArray();
  }

  static byte[] encode(String id, Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    writeText(id, out);
    Map<String, Object> values = fields.asMap();
    out.write(values.size());
    values.forEach((name, value) -> {
      writeText(name, out);
      writeValue(value, out);
    });
    return out.toByteArray();
  }

  static void writeText(String text, ByteArrayOutputStream out) {
    boolean utf8 = isWellFormed(text);
    byte[] bytes = utf8 ? text.getBytes(StandardCharsets.UTF_8) : utf16(text);
    writeSize((bytes.length << 1) | (utf8 ? 0 : 1), out);
    out.writeBytes(bytes);
  }

  static boolean isUtf8(int coded) {
    return (coded & 1) == 0;
  }

  static int byteLength(int coded) {
    return coded >>> 1;
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static byte[] utf16(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * text.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  private static void writeSize(int value, ByteArrayOutputStream out) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static void writeValue(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case String text -> {
        out.write(TEXT);
        writeText(text, out);
      }
      case Long number -> {
        out.write(LONG);
        writeLong(number, out);
      }
      case Double number -> {
        out.write(DOUBLE);
        writeLong(Double.doubleToRawLongBits(number), out);
      }
      case Boolean truth -> out.write(truth ? TRUE : FALSE);
      case List<?> texts -> {
        out.write(TEXTS);
        writeSize(texts.size(), out);
        texts.forEach(text -> writeText((String) text, out));
      }
      default -> throw new AssertionError("no field is of " + value.getClass());
    }
  }

  static void writeLong(long value, ByteArrayOutputStream out) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (value >>> shift));
    }
  }

  static void writeInt(int value, ByteArrayOutputStream out) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }

  /// All fields, checked.
  static Fields fields(RecordCursor record, String source) {
    record.skipText();
    int count = record.u8();
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(record.text(), record.value());
    }
    try {
      return Fields.of(values);
    } catch (InputException e) {
      throw Damage.in(source, String.valueOf(e.getMessage()), e);
    }
  }

  /// Some fields, for a filter to look at.
  static Fields fields(RecordCursor record, Set<String> names) {
    record.skipText();
    int count = record.u8();
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = record.text();
      if (names.contains(name)) {
        values.put(name, record.value());
      } else {
        record.skipValue();
      }
    }
    return Fields.trusted(values);
  }
}
