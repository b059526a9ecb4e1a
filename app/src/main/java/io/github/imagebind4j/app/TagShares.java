package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How the model shared out its belief among labels and how far each stood out, on average over
/// some moments.
///
/// For one thread at a time.
final class TagShares {
  /// Less of a group's belief than this says nothing.
  private static final double LEAST_GUESS = 0.5;

  private static final Comparator<Tag> LARGEST_FIRST =
      Comparator.comparingDouble(Tag::probability).reversed().thenComparing(Tag::label);

  private final LabelSpace space;
  private final double[] shares;
  private final double[] deviations;
  private int count;

  TagShares(LabelSpace space) {
    this.space = space;
    this.shares = new double[space.labels().size()];
    this.deviations = new double[space.labels().size()];
  }

  /// Adds a moment.
  ///
  /// @param probabilities one a label
  /// @param standing how far each label stands out
  void add(double[] probabilities, double[] standing) {
    for (int i = 0; i < shares.length; i++) {
      shares[i] += probabilities[i];
      deviations[i] += standing[i];
    }
    count++;
  }

  /// Adds another average's moments.
  void add(TagShares other) {
    for (int i = 0; i < shares.length; i++) {
      shares[i] += other.shares[i];
      deviations[i] += other.deviations[i];
    }
    count += other.count;
  }

  /// The most likely labels of those that stand out.
  ///
  /// @param most how many at most
  /// @param least leave out those below this
  List<Tag> top(int most, double least) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      double standing = deviations[i] / Math.max(1, count);
      if (share(i) >= least && standing > space.standOut().bar()) {
        tags.add(new Tag(space.labels().get(i).text(), share(i), told(standing)));
      }
    }
    return first(tags, most);
  }

  private double share(int label) {
    return shares[label] / Math.max(1, count);
  }

  private OptionalDouble told(double standing) {
    return space.standOut().isAsked() ? OptionalDouble.of(standing) : OptionalDouble.empty();
  }

  /// The most likely groups: what their labels have together. One stands out as far as the best of
  /// its labels.
  List<Tag> groups(int most, double least) {
    Map<String, Double> together = new LinkedHashMap<>();
    Map<String, Double> best = new LinkedHashMap<>();
    for (int i = 0; i < shares.length; i++) {
      String group = space.labels().get(i).group();
      if (!group.isEmpty()) {
        together.merge(group, share(i), Double::sum);
        best.merge(group, deviations[i] / Math.max(1, count), Math::max);
      }
    }
    List<Tag> tags = new ArrayList<>();
    together.forEach((group, share) -> {
      if (share >= least) {
        tags.add(new Tag(group, Math.min(1, share), told(best.getOrDefault(group, 0.0))));
      }
    });
    return first(tags, most);
  }

  /// The group that it is of if a guess is allowed: it has most of the belief, and one of its
  /// labels stands out halfway.
  ///
  /// @param least none has less belief than this, either
  Optional<Tag> guess(double least) {
    double bar = space.standOut().guessBar();
    return groups(1, Math.max(LEAST_GUESS, least)).stream()
        .filter(group -> group.standsOut().orElse(bar) >= bar)
        .findFirst();
  }

  private static List<Tag> first(List<Tag> tags, int most) {
    tags.sort(LARGEST_FIRST);
    return List.copyOf(tags.subList(0, Math.min(most, tags.size())));
  }
}
