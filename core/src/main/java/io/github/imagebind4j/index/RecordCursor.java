package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads an [ItemRecord], or what else is written in its manner; never beyond its end.
///
/// For use by one thread.
final class RecordCursor {
  private final MemorySegment memory;
  private final String source;
  private final long end;
  private long at;

  /// @param source what is read, for messages
  RecordCursor(MemorySegment memory, long from, long to, String source) {
    this.memory = memory;
    this.source = source;
    this.end = to;
    this.at = from;
  }

  long position() {
    return at;
  }

  boolean atEnd() {
    return at == end;
  }

  IndexException damaged(String found) {
    return Damage.in(source, found);
  }

  private void need(long bytes) {
    if (bytes > end - at) {
      throw damaged("it ends " + (bytes - (end - at)) + " bytes too early");
    }
  }

  int u8() {
    need(1);
    return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at++));
  }

  int i32() {
    need(Integer.BYTES);
    at += Integer.BYTES;
    return memory.get(LittleEndian.INT, at - Integer.BYTES);
  }

  long i64() {
    need(Long.BYTES);
    at += Long.BYTES;
    return memory.get(LittleEndian.LONG, at - Long.BYTES);
  }

  /// A number of 0 to 2^31 - 1, seven bits to a byte, the lowest first.
  int size() {
    int value = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      int part = u8();
      value |= (part & 0x7f) << shift;
      if (part < 0x80 && value >= 0 && (shift < 28 || part < 8)) {
        return value;
      }
    }
    throw damaged("a size of more than 31 bits");
  }

  String text() {
    int coded = size();
    byte[] bytes = new byte[bounded(coded)];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, bytes.length);
    at += bytes.length;
    if (ItemRecord.isUtf8(coded)) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
  }

  void skipText() {
    int length = bounded(size()); // which moves on, too
    at += length;
  }

  private int bounded(int coded) {
    int length = ItemRecord.byteLength(coded);
    need(length);
    return length;
  }

  Object value() {
    int type = u8();
    return switch (type) {
      case ItemRecord.TEXT -> text();
      case ItemRecord.LONG -> i64();
      case ItemRecord.DOUBLE -> Double.longBitsToDouble(i64());
      case ItemRecord.FALSE -> false;
      case ItemRecord.TRUE -> true;
      case ItemRecord.TEXTS -> texts();
      default -> throw damaged("a field of the unknown type " + type);
    };
  }

  private List<String> texts() {
    int count = size();
    List<String> texts = new ArrayList<>(); // grows with what is really there
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  void skipValue() {
    int type = u8();
    switch (type) {
      case ItemRecord.TEXT -> skipText();
      case ItemRecord.LONG, ItemRecord.DOUBLE -> {
        long _ = i64();
      }
      case ItemRecord.FALSE, ItemRecord.TRUE -> {}
      case ItemRecord.TEXTS -> {
        int count = size();
        for (int i = 0; i < count; i++) {
          skipText();
        }
      }
      default -> throw damaged("a field of the unknown type " + type);
    }
  }
}
