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
    long hash = hash(item.id());
    Kept last = kept.peek();
    if (kept.size() == most && last != null && hash > last.hash) {
      return;
    }
    kept.add(new Kept(hash, item.id(), item.embedding().unit()));
    if (kept.size() > most) {
      Kept _ = kept.remove();
    }
  }

  private long hash(String id) {
    long hash = seed;
    for (int i = 0; i < id.length(); i++) {
      hash = mixed(hash ^ id.charAt(i));
    }
    return hash;
  }

  /// SplitMix64's finisher (Steele, Lea and Flood 2014).
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  FairRanking.Sample sample() {
    Map<String, float[]> units = new LinkedHashMap<>();
    kept.stream().sorted(LAST_FIRST.reversed()).forEach(one -> units.put(one.id, one.unit));
    return new FairRanking.Sample(seen, units);
  }
}
