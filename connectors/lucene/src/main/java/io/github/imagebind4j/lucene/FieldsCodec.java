package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Fields;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.BytesRef;

/// Fields as bytes, to give them back exactly: their number (int), then name, kind (one byte) and
/// value of each. A text is its length in bytes (int) and [SortableText].
final class FieldsCodec {
  private static final byte TEXT = 0;
  private static final byte WHOLE = 1;
  private static final byte FLOATING = 2;
  private static final byte FALSE = 3;
  private static final byte TRUE = 4;
  private static final byte TEXTS = 5;

  private FieldsCodec() {}

  static byte[] encode(Fields fields) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(fields.asMap().size());
      for (Map.Entry<String, Object> field : fields.asMap().entrySet()) {
        write(out, field.getKey());
        writeValue(out, field.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void writeValue(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeByte(TEXT);
        write(out, text);
      }
      case Long number -> {
        out.writeByte(WHOLE);
        out.writeLong(number);
      }
      case Double number -> {
        out.writeByte(FLOATING);
        out.writeDouble(number);
      }
      case Boolean truth -> out.writeByte(truth ? TRUE : FALSE);
      case List<?> texts -> {
        out.writeByte(TEXTS);
        out.writeInt(texts.size());
        for (Object text : texts) {
          write(out, (String) text);
        }
      }
      default -> throw new AssertionError(value);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = SortableText.encode(text);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// @throws IndexException if the bytes are no fields
  static Fields decode(BytesRef stored) {
    ByteBuffer in = ByteBuffer.wrap(stored.bytes, stored.offset, stored.length);
    int count = count(in, 5);
    Map<String, Object> values = new LinkedHashMap<>();
    try {
      for (int i = 0; i < count; i++) {
        String name = text(in);
        values.put(name, value(in));
      }
      return Fields.of(values);
    } catch (BufferUnderflowException | InputException e) {
      throw damaged();
    }
  }

  private static Object value(ByteBuffer in) {
    return switch (in.get()) {
      case TEXT -> text(in);
      case WHOLE -> in.getLong();
      case FLOATING -> in.getDouble();
      case FALSE -> false;
      case TRUE -> true;
      case TEXTS -> {
        int size = count(in, 4);
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          texts.add(text(in));
        }
        yield texts;
      }
      default -> throw damaged();
    };
  }

  private static String text(ByteBuffer in) {
    int length = count(in, 1);
    String text = SortableText.decode(in.array(), in.arrayOffset() + in.position(), length);
    in.position(in.position() + length);
    return text;
  }

  /// A number of things that still fit in what is left, of so many bytes each at least.
  private static int count(ByteBuffer in, int bytesEach) {
    if (in.remaining() < Integer.BYTES) {
      throw damaged();
    }
    int count = in.getInt();
    if (count < 0 || (long) count * bytesEach > in.remaining()) {
      throw damaged();
    }
    return count;
  }

  private static IndexException damaged() {
    return new IndexException("an item's fields are damaged; " + Failures.DAMAGE_FIX);
  }
}
