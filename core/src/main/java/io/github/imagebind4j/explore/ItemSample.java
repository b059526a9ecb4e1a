package io.github.imagebind4j.explore;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.TextHash;
import io.github.imagebind4j.input.Modality;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/// All of an index's items, or if they are too many, as many as are wanted: those whose ids hash to
/// the smallest numbers, which is a fair draw, and the same one whatever the order in which the
/// index names them.
///
/// Immutable and safe for use by any thread.
///
/// @param items in the order of their ids
/// @param total how many there were to draw from
public record ItemSample(List<IndexItem> items, long total) {
  private record Drawn(long hash, IndexItem item) {}

  private static final Comparator<Drawn> LAST_FIRST =
      Comparator.comparingLong(Drawn::hash).thenComparing(drawn -> drawn.item.id()).reversed();

  /// Copies.
  public ItemSample {
    items = List.copyOf(items);
  }

  /// Draws.
  ///
  /// @param index its committed items
  /// @param filter what their fields must be like
  /// @param modalities which senses; empty: all
  /// @param most how many at most, at least 1
  /// @param seed which, if there are more
  /// @return the items
  /// @throws InputException if `most` is less than 1
  public static ItemSample of(
      EmbeddingIndex index, Filter filter, Set<Modality> modalities, int most, long seed) {
    if (most < 1) {
      throw new InputException("a sample has at least 1 item, got " + most);
    }
    PriorityQueue<Drawn> drawn = new PriorityQueue<>(LAST_FIRST);
    long[] total = new long[1];
    index.scan(
        filter,
        item -> {
          if (!modalities.isEmpty() && !modalities.contains(item.embedding().modality())) {
            return;
          }
          total[0]++;
          Drawn next = new Drawn(TextHash.of(item.id(), seed), item);
          Drawn last = drawn.peek();
          if (drawn.size() == most && last != null && LAST_FIRST.compare(next, last) <= 0) {
            return;
          }
          drawn.add(next);
          if (drawn.size() > most) {
            Drawn _ = drawn.remove();
          }
        });
    List<IndexItem> items =
        drawn.stream().map(Drawn::item).sorted(Comparator.comparing(IndexItem::id)).toList();
    return new ItemSample(items, total[0]);
  }

  /// Whether some items were left out.
  ///
  /// @return whether there were more than wanted
  public boolean isPart() {
    return items.size() < total;
  }

  /// The directions.
  ///
  /// @return a fresh unit vector for each item, in their order; zero vectors stay zero
  public float[][] units() {
    return items.stream().map(item -> item.embedding().unit()).toArray(float[][]::new);
  }

  /// The same sample in a smaller draw.
  ///
  /// @param most how many at most, at least 1
  /// @param seed which
  /// @return at most so many of the items, in the order of their ids
  public ItemSample atMost(int most, long seed) {
    if (items.size() <= most) {
      return this;
    }
    List<IndexItem> fewer =
        items.stream()
            .map(item -> new Drawn(TextHash.of(item.id(), seed), item))
            .sorted(LAST_FIRST.reversed())
            .limit(most)
            .map(Drawn::item)
            .sorted(Comparator.comparing(IndexItem::id))
            .toList();
    return new ItemSample(fewer, total);
  }
}
