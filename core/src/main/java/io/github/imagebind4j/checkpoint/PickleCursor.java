package io.github.imagebind4j.checkpoint;

import java.lang.foreign.ValueLayout;
import java.math.BigInteger;

/// Reads a pickle's bytes one after the other, within bounds.
///
/// Not safe for use by several threads.
final class PickleCursor {
  private static final int MAX_LINE = 256;

  private final MappedFile file;
  private final long limit;
  private long at;

  /// @param at the file offset of the pickle's first byte
  /// @param length how far it may reach
  PickleCursor(MappedFile file, long at, long length) {
    this.file = file;
    this.at = at;
    this.limit = Math.min(file.size(), at + length);
  }

  long position() {
    return at;
  }

  MappedFile file() {
    return file;
  }

  private long advance(long length) {
    if (length < 0 || length > limit - at) {
      throw file.damaged("its pickle ends in the middle, at offset " + limit);
    }
    long from = at;
    at += length;
    return from;
  }

  int u8() {
    return file.u8(advance(1));
  }

  int u16() {
    return file.u16(advance(2));
  }

  long u32() {
    return file.u32(advance(4));
  }

  int i32() {
    return (int) u32();
  }

  long i64() {
    return file.i64(advance(8));
  }

  String utf8(long length) {
    long from = advance(length);
    return file.utf8(from, (int) length);
  }

  void skip(long length) {
    advance(length);
  }

  /// A little-endian two's-complement integer.
  BigInteger integer(int length) {
    byte[] bytes = file.slice(advance(length), length).toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0, j = length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  /// Text up to the next line feed.
  String line() {
    long from = at;
    for (int length = 0; length < MAX_LINE; length++) {
      if (u8() == '\n') {
        return file.utf8(from, length);
      }
    }
    throw file.damaged("its pickle has a name of more than " + MAX_LINE + " bytes");
  }
}
