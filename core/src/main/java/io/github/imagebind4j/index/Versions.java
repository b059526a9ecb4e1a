package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What every file of an index begins with.
final class Versions {
  private Versions() {}

  /// Reads past the magic bytes and the version.
  static void check(ByteBuffer bytes, byte[] magic, int newest, String source) {
    byte[] found = new byte[magic.length];
    bytes.get(found);
    if (!Arrays.equals(found, magic)) {
      throw Damage.in(source, "it does not begin as such a file does");
    }
    int version = bytes.getInt();
    if (version < 1 || version > newest) {
      throw new IndexException(
          source
              + " is of version "
              + Integer.toUnsignedString(version)
              + ", and this ImageBind4J reads versions up to "
              + newest
              + "; use the ImageBind4J that wrote it, or a newer one");
    }
  }
}
