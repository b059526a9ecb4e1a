package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// An index in memory that compares the query with every vector: exact, and the judge of
/// approximate ones.
///
/// Safe for use by any thread.
public final class ExactIndex implements EmbeddingIndex {
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingDouble(Hit::score).thenComparing(Hit::id, Comparator.reverseOrder());

  private static final class Entry {
    final Embedding embedding;
    final float[] unit; // kept, so that a search copies nothing

    Entry(Embedding embedding) {
      this.embedding = embedding;
      this.unit = embedding.unit();
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /// Makes an empty index.
  public ExactIndex() {}

  @Override
  public void add(String id, Embedding embedding) {
    lock.writeLock().lock();
    try {
      requireSameModel(embedding);
      entries.put(id, new Entry(embedding));
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public boolean remove(String id) {
    lock.writeLock().lock();
    try {
      return entries.remove(id) != null;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public List<Hit> search(Embedding query, int k) {
    if (k < 1) {
      throw new InputException("a search needs k of at least 1, got " + k);
    }
    float[] unit = query.unit();
    PriorityQueue<Hit> best = new PriorityQueue<>(WORST_FIRST);
    lock.readLock().lock();
    try {
      requireSameModel(query);
      entries.forEach((id, entry) -> {
        double score = Similarity.dot(unit, entry.unit);
        @Nullable Hit worst = best.size() < k ? null : best.peek();
        // Most are worse than the worst so far, and need neither a hit nor a place in the queue.
        if (worst == null || score >= worst.score()) {
          best.add(new Hit(id, entry.embedding.modality(), score));
          if (best.size() > k) {
            Hit _ = best.remove();
          }
        }
      });
    } finally {
      lock.readLock().unlock();
    }
    return best.stream().sorted(WORST_FIRST.reversed()).toList();
  }

  @Override
  public int size() {
    lock.readLock().lock();
    try {
      return entries.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Does nothing: the garbage collector frees the vectors.
  @Override
  public void close() {}

  private void requireSameModel(Embedding embedding) {
    @Nullable Entry any = entries.isEmpty() ? null : entries.values().iterator().next();
    if (any != null) {
      any.embedding.requireSameSpace(embedding);
    }
  }
}
