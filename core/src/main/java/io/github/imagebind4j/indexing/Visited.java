package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.TextHash;
import java.util.Arrays;

/// Which files a walk found, and what they hold: 16 bytes a file, by 64-bit hashes. (Of a million
/// files the chance that any two share one is 3 in a hundred million; the loser's items would be
/// taken to be still there.)
///
/// For one thread at a time.
final class Visited {
  /// Of a file whose items are all to stay.
  static final long KEEP = 0;

  private static final long FREE = 0;
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long END = 0x10000; // of a text: no character

  private long[] keys = new long[1 << 10];
  private long[] values = new long[1 << 10];
  private int size;

  /// A hash of texts; never [#KEEP].
  static long hash(String... texts) {
    long hash = SEED;
    for (String text : texts) {
      hash = TextHash.mixed(TextHash.of(text, hash) ^ END);
    }
    return hash == KEEP ? 1 : hash;
  }

  void put(String file, long content) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    long key = hash(file);
    int at = place(key);
    size += keys[at] == FREE ? 1 : 0;
    keys[at] = key;
    values[at] = content;
  }

  boolean contains(String file) {
    return keys[place(hash(file))] != FREE;
  }

  /// What was put for a file that is contained.
  long get(String file) {
    return values[place(hash(file))];
  }

  private int place(long key) {
    int at = (int) (key & (keys.length - 1));
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = Arrays.copyOf(keys, keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }
}
