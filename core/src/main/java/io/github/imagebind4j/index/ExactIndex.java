package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Modality;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An index in memory that compares the query with every vector: exact, and the judge of
/// approximate ones.
///
/// Safe for use by any thread.
public final class ExactIndex implements EmbeddingIndex {
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingDouble(Hit::score).thenComparing(Hit::id, Comparator.reverseOrder());

  private record Entry(Modality modality, float[] unit, Fields fields) {
    static Entry of(IndexItem item) {
      return new Entry(item.embedding().modality(), item.embedding().unit(), item.fields());
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable IndexSpace space;

  /// Makes an empty index.
  public ExactIndex() {}

  @Override
  public void put(Collection<IndexItem> items) {
    lock.writeLock().lock();
    try {
      IndexSpace due = space;
      for (IndexItem item : items) {
        due = due == null ? IndexSpace.of(item.embedding()) : due;
        due.require(item.embedding());
      }
      space = due;
      items.forEach(item -> entries.put(item.id(), Entry.of(item)));
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void remove(Collection<String> ids) {
    lock.writeLock().lock();
    try {
      ids.forEach(entries::remove);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Does nothing: changes are visible at once, and last as long as the process.
  @Override
  public void commit() {}

  @Override
  public Optional<IndexItem> get(String id) {
    return reading(() -> Optional.ofNullable(entries.get(id)).map(entry -> item(id, entry)));
  }

  private IndexItem item(String id, Entry entry) {
    String model = Objects.requireNonNull(space).fingerprint();
    return new IndexItem(id, new Embedding(entry.modality, entry.unit, model), entry.fields);
  }

  @Override
  public List<Hit> search(IndexQuery query) {
    float[] unit = query.embedding().unit();
    PriorityQueue<Hit> best = new PriorityQueue<>(WORST_FIRST);
    return reading(() -> {
      if (space != null) {
        space.require(query.embedding());
      }
      entries.forEach((id, entry) -> {
        if (fits(entry, query)) {
          offer(best, query.k(), id, entry, Similarity.dot(unit, entry.unit));
        }
      });
      return best.stream().sorted(WORST_FIRST.reversed()).toList();
    });
  }

  private static boolean fits(Entry entry, IndexQuery query) {
    return (query.modalities().isEmpty() || query.modalities().contains(entry.modality))
        && query.filter().matches(entry.fields);
  }

  /// Most are worse than the worst so far, and need neither a hit nor a place in the queue.
  private static void offer(PriorityQueue<Hit> best, int k, String id, Entry entry, double score) {
    @Nullable Hit worst = best.size() < k ? null : best.peek();
    if (worst == null || score >= worst.score()) {
      best.add(new Hit(id, entry.modality, score, entry.fields));
      if (best.size() > k) {
        Hit _ = best.remove();
      }
    }
  }

  @Override
  public void scan(Filter filter, Consumer<IndexItem> each) {
    List<IndexItem> items =
        reading(() ->
            entries.entrySet().stream()
                .filter(entry -> filter.matches(entry.getValue().fields))
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList());
    items.forEach(each);
  }

  @Override
  public long size() {
    return reading(entries::size);
  }

  @Override
  public Optional<IndexSpace> space() {
    return reading(() -> Optional.ofNullable(space));
  }

  private <T> T reading(Supplier<T> body) {
    lock.readLock().lock();
    try {
      return body.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Does nothing: the garbage collector frees the vectors.
  @Override
  public void close() {}
}
