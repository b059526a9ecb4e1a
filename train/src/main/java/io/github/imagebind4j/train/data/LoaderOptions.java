package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.Locale;

/// How batches of pairs are made. Threads and prefetch change nothing in the batches.
///
/// Immutable and safe for use by any thread.
///
/// @param batchSize pairs in a batch
/// @param maxPerGroup the most pairs of one group in a batch: 1 for distinct groups, 0 for any
///   number
/// @param seed decides everything that is drawn
/// @param sizes the size of pictures at each step
/// @param threads how many make batches
/// @param prefetch how many batches are made ahead, at least 1
/// @param leftViews whether the left inputs are made; not needed where a frozen tower's embeddings
///   are looked up by id
/// @param rightViews whether the right inputs are made
public record LoaderOptions(
    int batchSize,
    int maxPerGroup,
    long seed,
    SizeSchedule sizes,
    int threads,
    int prefetch,
    boolean leftViews,
    boolean rightViews) {

  private static final int MOST = 1 << 20;

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is out of range
  public LoaderOptions {
    if (batchSize < 1 || batchSize > MOST || maxPerGroup < 0) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "a batch has 1 to %d pairs and maxPerGroup is 0 or more, got %d and %d",
              MOST,
              batchSize,
              maxPerGroup));
    }
    if (threads < 1 || threads > 1024 || prefetch < 1 || prefetch > 1024) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "threads and prefetch must be from 1 to 1024, got %d and %d",
              threads,
              prefetch));
    }
  }

  /// Batches of one size of picture, by two threads, two ahead, groups as they fall.
  ///
  /// @param batchSize pairs in a batch
  /// @param pictureSize the side of pictures in pixels
  /// @param seed decides everything that is drawn
  /// @return the options
  public static LoaderOptions of(int batchSize, int pictureSize, long seed) {
    return new LoaderOptions(batchSize, 0, seed, SizeSchedule.fixed(pictureSize), 2, 2, true, true);
  }

  /// These options with a bound on equal groups.
  ///
  /// @param most pairs of one group in a batch; 0: any number
  /// @return the changed copy
  public LoaderOptions withMaxPerGroup(int most) {
    return new LoaderOptions(
        batchSize, most, seed, sizes, threads, prefetch, leftViews, rightViews);
  }

  /// These options with other sizes of pictures.
  ///
  /// @param schedule the size at each step
  /// @return the changed copy
  public LoaderOptions withSizes(SizeSchedule schedule) {
    return new LoaderOptions(
        batchSize, maxPerGroup, seed, schedule, threads, prefetch, leftViews, rightViews);
  }

  /// These options with other threads.
  ///
  /// @param count how many make batches
  /// @param ahead how many batches are made ahead
  /// @return the changed copy
  public LoaderOptions withThreads(int count, int ahead) {
    return new LoaderOptions(
        batchSize, maxPerGroup, seed, sizes, count, ahead, leftViews, rightViews);
  }

  /// These options without the inputs of a side.
  ///
  /// @param left whether the left inputs are made
  /// @param right whether the right inputs are made
  /// @return the changed copy
  public LoaderOptions withViews(boolean left, boolean right) {
    return new LoaderOptions(batchSize, maxPerGroup, seed, sizes, threads, prefetch, left, right);
  }
}
