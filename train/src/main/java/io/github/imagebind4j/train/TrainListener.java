package io.github.imagebind4j.train;

import java.util.List;

/// Hears how training goes on. Called by the thread that trains.
public interface TrainListener {
  /// Hears nothing.
  TrainListener SILENT = new TrainListener() {};

  /// Media is being decoded into the cache.
  ///
  /// @param done items so far
  /// @param total items in all
  default void decoding(int done, int total) {}

  /// An item could not be decoded; training goes on without it.
  ///
  /// @param id its name
  /// @param message what is wrong with it
  default void undecodable(String id, String message) {}

  /// A stage begins or goes on.
  ///
  /// @param stage its name
  /// @param step the last step that is done, 0 at the start
  /// @param steps all of them
  default void stage(String stage, long step, long steps) {}

  /// A stage's pairs are known.
  ///
  /// @param stage its name
  /// @param pairs how many there are, each counted once
  /// @param unpaired how many items are in none: undecodable, or without a partner
  default void paired(String stage, int pairs, int unpaired) {}

  /// A step is done.
  ///
  /// @param metrics what it told
  default void step(Metrics metrics) {}

  /// A check is done.
  ///
  /// @param score what it found
  default void check(Score score) {}

  /// One step in numbers.
  ///
  /// @param stage its name
  /// @param step from 1
  /// @param epoch passes over the data so far
  /// @param loss symmetric InfoNCE
  /// @param found share of left items whose nearest right item of the batch is of their group
  /// @param learningRate of this step
  /// @param gradientNorm before clipping
  /// @param scale 1 / temperature
  /// @param besideLosses of the pairings beside the stage's own, in their order
  /// @param seconds since the step before
  /// @param waited of those, for data
  record Metrics(
      String stage,
      long step,
      double epoch,
      double loss,
      double found,
      double learningRate,
      double gradientNorm,
      double scale,
      List<Double> besideLosses,
      double seconds,
      double waited) {
    /// Copies.
    public Metrics {
      besideLosses = List.copyOf(besideLosses);
    }
  }

  /// One check in numbers.
  ///
  /// @param stage its name
  /// @param step after which
  /// @param name queries and targets
  /// @param recallAt1 share of queries whose nearest target is a partner; of class names, top-1
  /// @param meanAveragePrecision over the queries
  /// @param chance what recall@1 would be by chance
  /// @param best whether it is the stage's best so far
  record Score(
      String stage,
      long step,
      String name,
      double recallAt1,
      double meanAveragePrecision,
      double chance,
      boolean best) {}
}
