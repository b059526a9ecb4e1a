package io.github.imagebind4j.index;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// An id as its record begins, and the hash by which segments find it.
///
/// The hash is a part of SHA-256, so that nobody can easily choose names that all share one.
///
/// @param id see [ItemRecord#encodeId(String)]; never changed
/// @param hash 32 bits
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ItemKey(byte[] id, int hash) {
  static ItemKey of(String id) {
    byte[] bytes = ItemRecord.encodeId(id);
    return new ItemKey(bytes, hash(bytes));
  }

  /// The hash of an encoded id.
  static int hash(byte[] id) {
    return ByteBuffer.wrap(sha256().digest(id)).getInt();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ItemKey other && Arrays.equals(id, other.id);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "ItemKey[" + Integer.toHexString(hash) + "]";
  }
}
