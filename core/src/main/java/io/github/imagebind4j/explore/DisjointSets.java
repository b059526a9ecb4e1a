package io.github.imagebind4j.explore;

import java.util.stream.IntStream;

/// Which of many things are in one group with which: union-find, by size and with halved paths
/// (Tarjan and van Leeuwen 1984). For one thread.
final class DisjointSets {
  private final int[] parent;
  private final int[] size;

  /// Each thing alone.
  DisjointSets(int count) {
    this.parent = IntStream.range(0, count).toArray();
    this.size = IntStream.range(0, count).map(_ -> 1).toArray();
  }

  /// The one that stands for a thing's group.
  int root(int thing) {
    int at = thing;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /// Makes one group of those of two things.
  void join(int one, int other) {
    int a = root(one);
    int b = root(other);
    if (a != b) {
      int large = size[a] >= size[b] ? a : b;
      int small = large == a ? b : a;
      parent[small] = large;
      size[large] += size[small];
    }
  }
}
