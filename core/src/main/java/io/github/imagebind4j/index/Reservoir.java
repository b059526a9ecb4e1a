package io.github.imagebind4j.index;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/// A sample of items that depends on their ids and a seed only: those whose hashes are smallest.
/// For one thread.
final class Reservoir {
  private record Kept(long hash, String id, float[] unit) {}

  private static final Comparator<Kept> LAST_FIRST =
      Comparator.comparingLong(Kept::hash).thenComparing(Kept::id).reversed();

  private final int most;
  private final long seed;
  private final PriorityQueue<Kept> kept = new PriorityQueue<>(LAST_FIRST);
  private long seen;

  Reservoir(int most, long seed) {
    this.most = most;
    this.seed = seed;
  }

  void see(IndexItem item) {
    seen++;
    long hash = TextHash.of(item.id(), seed);
    Kept last = kept.peek();
    if (kept.size() == most && last != null && hash > last.hash) {
      return;
    }
    kept.add(new Kept(hash, item.id(), item.embedding().unit()));
    if (kept.size() > most) {
      Kept _ = kept.remove();
    }
  }

  FairRanking.Sample sample() {
    Map<String, float[]> units = new LinkedHashMap<>();
    kept.stream().sorted(LAST_FIRST.reversed()).forEach(one -> units.put(one.id, one.unit));
    return new FairRanking.Sample(seen, units);
  }
}
