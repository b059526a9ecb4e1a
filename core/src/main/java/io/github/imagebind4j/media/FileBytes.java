package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.util.Locale;

/// A hostile file in memory: every read is checked against its end first.
///
/// Immutable and safe for use by any thread.
final class FileBytes {
  private final byte[] data;
  private final String name;

  FileBytes(byte[] data, String name) {
    this.data = data;
    this.name = name;
  }

  /// The whole file; nobody writes to it.
  byte[] data() {
    return data;
  }

  /// What messages call the file.
  String name() {
    return name;
  }

  int length() {
    return data.length;
  }

  int u8(long at) {
    require(at, 1);
    return data[(int) at] & 0xff;
  }

  int u16le(long at) {
    return u8(at) | (u8(at + 1) << 8);
  }

  int u16be(long at) {
    return (u8(at) << 8) | u8(at + 1);
  }

  int u24le(long at) {
    return u16le(at) | (u8(at + 2) << 16);
  }

  long u32le(long at) {
    return u16le(at) | ((long) u16le(at + 2) << 16);
  }

  long u32be(long at) {
    return ((long) u16be(at) << 16) | u16be(at + 2);
  }

  /// Whether these characters (one byte each) are at this place.
  boolean has(long at, String ascii) {
    if (at < 0 || at + ascii.length() > data.length) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if ((data[(int) at + i] & 0xff) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Refuses a file that ends before `at + count`.
  void require(long at, long count) {
    if (at < 0 || count < 0 || at > data.length - count) {
      throw truncated(
          String.format(
              Locale.ROOT, "it ends after %d bytes, byte %d is needed", length(), at + count));
    }
  }

  MediaException truncated(String how) {
    return new MediaException(name + " is truncated: " + how + "; get the whole file");
  }

  MediaException damaged(String how) {
    return new MediaException(name + " is damaged: " + how + "; export the file again");
  }

  MediaException unsupported(String what) {
    return new MediaException(
        name + " can't be decoded: " + what + "; convert it to PNG or JPEG first");
  }
}
