package io.github.imagebind4j.tokenizer;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Remembers the tokens of recent words. Each word has one place, which the next word of the same
/// place takes over, so the size is bounded and no thread ever waits.
///
/// Safe for use by any thread.
final class WordCache {
  private static final int PLACES = 1 << 14;

  private static final class Entry {
    private final String word;
    private final int[] ids;

    Entry(String word, int[] ids) {
      this.word = word;
      this.ids = ids;
    }
  }

  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

  /// The tokens of a word, not to be written to, or null if it is not here.
  int @Nullable [] get(String word) {
    Entry entry = entries.get(place(word));
    return entry != null && entry.word.equals(word) ? entry.ids : null;
  }

  void put(String word, int[] ids) {
    entries.set(place(word), new Entry(word, ids));
  }

  private static int place(String word) {
    int hash = word.hashCode() * 0x9E3779B9;
    return hash >>> 18;
  }
}
