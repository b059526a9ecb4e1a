package io.github.imagebind4j.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which parts are to be written anew, together.
///
/// Parts of about one size are merged when there are eight, into one about eight times as large. So
/// a row is written again once for every eightfold growth of the index, and there are at most seven
/// parts for every such step. Large ones are left alone: they cost a search nothing, and a commit
/// would take long. A part that is mostly deleted is written again by itself.
final class MergePlan {
  private static final int AT_ONCE = 8;
  private static final long SMALL = 1 << 16;
  private static final long LARGE = 1L << 30;

  private record Group(List<Part> parts, long bytes) {
    static Group of(Part part) {
      long bytes = part.kept() * (long) part.segment().dimension() * Float.BYTES;
      return new Group(List.of(part), bytes);
    }

    static Group of(List<Group> groups) {
      return new Group(
          groups.stream().flatMap(group -> group.parts.stream()).toList(),
          groups.stream().mapToLong(Group::bytes).sum());
    }

    /// How many times its size has grown eightfold.
    int step() {
      int step = 0;
      for (long size = SMALL; size <= bytes; size *= AT_ONCE) {
        step++;
      }
      return step;
    }

    boolean isWorthIt() {
      Part first = parts.getFirst();
      return parts.size() > 1 || first.deletions().count() > first.segment().rows() / 2;
    }
  }

  private MergePlan() {}

  /// Plans merges.
  ///
  /// @param parts of which none is without rows
  /// @return the parts to be written as one, for each merge
  static List<List<Part>> of(List<Part> parts) {
    List<Group> groups = new ArrayList<>(parts.stream().map(Group::of).toList());
    while (joinOnce(groups)) {
      // Until no step has too many.
    }
    return groups.stream().filter(Group::isWorthIt).map(Group::parts).toList();
  }

  private static boolean joinOnce(List<Group> groups) {
    for (List<Group> alike : byStep(groups)) {
      if (alike.size() >= AT_ONCE) {
        alike.sort(Comparator.comparingLong(Group::bytes));
        Group joined = Group.of(alike.subList(0, AT_ONCE));
        if (joined.bytes <= LARGE) {
          groups.removeAll(alike.subList(0, AT_ONCE));
          groups.add(joined);
          return true;
        }
      }
    }
    return false;
  }

  private static Iterable<List<Group>> byStep(List<Group> groups) {
    return groups.stream()
        .collect(
            Collectors.groupingBy(
                Group::step, Collectors.mapping(Function.identity(), Collectors.toList())))
        .values();
  }
}
