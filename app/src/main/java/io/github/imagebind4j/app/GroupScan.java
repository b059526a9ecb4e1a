package io.github.imagebind4j.app;

import io.github.imagebind4j.explore.ModalityCentres;
import io.github.imagebind4j.explore.SphericalKMeans;
import io.github.imagebind4j.index.IndexItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Puts all items of an index into groups, one after the other, and remembers of each group its
/// size, its senses and its most typical items. For one thread.
final class GroupScan {
  /// An item and how near it is to its group's centre.
  record Typical(IndexedItem item, double cosine) {}

  private static final Comparator<Typical> WORST_FIRST =
      Comparator.comparingDouble(Typical::cosine)
          .thenComparing(typical -> typical.item().id(), Comparator.reverseOrder());

  private final SphericalKMeans groups;
  private final ModalityCentres centres;
  private final int typicals;
  private final int[] sizes;
  private final double[] cosines;
  private final List<Map<String, Integer>> senses = new ArrayList<>();
  private final List<PriorityQueue<Typical>> best = new ArrayList<>();
  private final List<List<String>> members = new ArrayList<>();
  private double silhouette;

  /// @param typicals how many items of each group to remember
  GroupScan(SphericalKMeans groups, ModalityCentres centres, int typicals) {
    this.groups = groups;
    this.centres = centres;
    this.typicals = typicals;
    this.sizes = new int[groups.count()];
    this.cosines = new double[groups.count()];
    for (int g = 0; g < groups.count(); g++) {
      senses.add(new TreeMap<>());
      best.add(new PriorityQueue<>(WORST_FIRST));
      members.add(new ArrayList<>());
    }
  }

  /// Takes an item.
  void see(IndexItem item) {
    SphericalKMeans.Place place = groups.place(centres.centred(item.embedding()));
    int group = place.group();
    sizes[group]++;
    cosines[group] += place.cosine();
    silhouette += place.silhouette();
    senses.get(group).merge(item.embedding().modality().name(), 1, Integer::sum);
    members.get(group).add(item.id());
    PriorityQueue<Typical> queue = best.get(group);
    queue.add(new Typical(IndexedItem.of(item), place.cosine()));
    if (queue.size() > typicals) {
      Typical _ = queue.remove();
    }
  }

  /// The groups that have items, the largest first.
  int[] order() {
    return IntStream.range(0, sizes.length)
        .filter(group -> sizes[group] > 0)
        .boxed()
        .sorted(Comparator.comparingInt((Integer group) -> -sizes[group]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  int size(int group) {
    return sizes[group];
  }

  /// The mean cosine of a group's items to its centre.
  double cohesion(int group) {
    return sizes[group] == 0 ? 0 : cosines[group] / sizes[group];
  }

  /// How many items of each sense a group has.
  Map<String, Integer> senses(int group) {
    return senses.get(group);
  }

  /// A group's items, in the order of their ids.
  List<String> members(int group) {
    return members.get(group).stream().sorted().toList();
  }

  /// A group's most typical items, the nearest to its centre first.
  List<Typical> typical(int group) {
    return best.get(group).stream().sorted(WORST_FIRST.reversed()).toList();
  }

  /// How clearly the items fall into groups, 0 to 1.
  double silhouette() {
    int all = Arrays.stream(sizes).sum();
    return all == 0 ? 0 : silhouette / all;
  }
}
