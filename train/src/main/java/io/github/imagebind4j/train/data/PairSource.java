package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;

/// Pairs of one dataset.
///
/// Immutable and safe for use by any thread.
///
/// @param name what messages call it
/// @param plan how items become pairs
/// @param left items of the left sense, usually pictures
/// @param right items of the right sense; for [PairPlan.WithText] the text items, perhaps none
/// @param groupBy what makes two pairs of a batch the same thing
/// @param replication how often each pair comes in an epoch, e.g. 50 for a small dataset, or 1.25
/// @param weight this dataset's part of each epoch against the others'; 0 for all: by their sizes
public record PairSource(
    String name,
    PairPlan plan,
    List<Item> left,
    List<Item> right,
    GroupBy groupBy,
    double replication,
    double weight) {

  /// What makes two pairs of a batch the same thing, for the loss to take as positives or for
  /// batches to avoid.
  public enum GroupBy {
    /// Pairs of one label; a pair without one is a group of its own.
    LABEL,
    /// Pairs of one pair key; a pair without one is a group of its own.
    PAIR
  }

  private static final double MAX_REPLICATION = 1e6;

  /// Checks and copies.
  ///
  /// @throws ConfigException if replication or weight is out of range
  public PairSource {
    left = List.copyOf(left);
    right = List.copyOf(right);
    if (!(replication > 0 && replication <= MAX_REPLICATION)) {
      throw new ConfigException(name + ": replication must be above 0, got " + replication);
    }
    if (!(weight >= 0 && weight <= MAX_REPLICATION)) {
      throw new ConfigException(name + ": weight must be 0 or more, got " + weight);
    }
  }

  /// Pairs that come once in an epoch. Natural pairs are grouped by their key, others by label.
  ///
  /// @param name what messages call it
  /// @param plan how items become pairs
  /// @param left items of the left sense
  /// @param right items of the right sense
  /// @return the source
  public static PairSource of(String name, PairPlan plan, List<Item> left, List<Item> right) {
    GroupBy groupBy = plan instanceof PairPlan.Natural ? GroupBy.PAIR : GroupBy.LABEL;
    return new PairSource(name, plan, left, right, groupBy, 1, 0);
  }

  /// This source, coming more or less often.
  ///
  /// @param times how often each pair comes in an epoch
  /// @return the changed copy
  public PairSource replicated(double times) {
    return new PairSource(name, plan, left, right, groupBy, times, weight);
  }

  /// This source with a part of each epoch.
  ///
  /// @param part against the other sources' weights
  /// @return the changed copy
  public PairSource weighted(double part) {
    return new PairSource(name, plan, left, right, groupBy, replication, part);
  }
}
