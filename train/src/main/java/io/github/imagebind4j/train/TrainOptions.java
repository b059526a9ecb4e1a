package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import java.nio.file.Path;
import java.util.Optional;

/// What a training uses of its machine. Of these only the number of threads moves results, and only
/// in their last bits.
///
/// Immutable and safe for use by any thread.
///
/// @param cache where decoded media is kept; empty: in the run's folder
/// @param threads cores for computing
/// @param loaderThreads threads that make batches
/// @param saveSeconds how long a kill may set training back
public record TrainOptions(
    Optional<Path> cache, int threads, int loaderThreads, double saveSeconds) {
  /// All processors, two threads for batches, a state every two minutes.
  public static final TrainOptions DEFAULT =
      new TrainOptions(Optional.empty(), Runtime.getRuntime().availableProcessors(), 2, 120);

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is not positive
  public TrainOptions {
    if (threads < 1 || loaderThreads < 1 || !(saveSeconds > 0)) {
      throw new ConfigException(
          "threads and seconds between states must be positive, got "
              + threads
              + ", "
              + loaderThreads
              + " and "
              + saveSeconds);
    }
  }
}
