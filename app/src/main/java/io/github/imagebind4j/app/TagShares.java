package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the model shared out its belief among labels, on average over some moments.
///
/// For one thread at a time.
final class TagShares {
  private static final Comparator<Tag> LARGEST_FIRST =
      Comparator.comparingDouble(Tag::probability).reversed().thenComparing(Tag::label);

  private final LabelSpace space;
  private final double[] sums;
  private int count;

  TagShares(LabelSpace space) {
    this.space = space;
    this.sums = new double[space.labels().size()];
  }

  /// Adds a moment.
  ///
  /// @param probabilities one a label
  void add(double[] probabilities) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += probabilities[i];
    }
    count++;
  }

  /// Adds another average's moments.
  void add(TagShares other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    count += other.count;
  }

  /// The most likely labels.
  ///
  /// @param most how many at most
  /// @param least leave out those below this
  List<Tag> top(int most, double least) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      double share = sums[i] / Math.max(1, count);
      if (share >= least) {
        tags.add(new Tag(space.labels().get(i).text(), share));
      }
    }
    return first(tags, most);
  }

  /// The most likely groups: what their labels have together.
  List<Tag> groups(int most, double least) {
    Map<String, Double> groups = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      String group = space.labels().get(i).group();
      if (!group.isEmpty()) {
        groups.merge(group, sums[i] / Math.max(1, count), Double::sum);
      }
    }
    List<Tag> tags = new ArrayList<>();
    groups.forEach((group, share) -> {
      if (share >= least) {
        tags.add(new Tag(group, Math.min(1, share)));
      }
    });
    return first(tags, most);
  }

  private static List<Tag> first(List<Tag> tags, int most) {
    tags.sort(LARGEST_FIRST);
    return List.copyOf(tags.subList(0, Math.min(most, tags.size())));
  }
}
