package io.github.imagebind4j.indexing;

import io.github.imagebind4j.Segmentation;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ThermalFormat;
import java.time.Duration;

/// How files become items.
///
/// Immutable and safe for use by any thread.
///
/// @param segmentation how long sounds and videos are cut
/// @param depth unit and camera of depth maps
/// @param thermal how 16-bit and floating-point thermal images become levels
/// @param imu columns, rate and units of motion recordings
/// @param commitItems after how many items what was done is made lasting, at least 1
/// @param commitEvery after what time it is, if not so many came
/// @param dropGone whether items whose file is gone are removed
public record IndexingOptions(
    Segmentation segmentation,
    DepthFormat depth,
    ThermalFormat thermal,
    ImuFormat imu,
    int commitItems,
    Duration commitEvery,
    boolean dropGone) {

  /// Segments of 10 s that overlap by 2, commits every 1,000 items and 30 s, drops what is gone.
  public static final IndexingOptions DEFAULT =
      new IndexingOptions(
          Segmentation.DEFAULT,
          DepthFormat.DEFAULT,
          ThermalFormat.DEFAULT,
          ImuFormat.DEFAULT,
          1000,
          Duration.ofSeconds(30),
          true);

  /// Checks the numbers.
  ///
  /// @throws ConfigException if commits are to come after less than 1 item, or no time
  public IndexingOptions {
    if (commitItems < 1 || commitEvery.isNegative() || commitEvery.isZero()) {
      throw new ConfigException(
          "commits come after at least 1 item and some time, got "
              + commitItems
              + " and "
              + commitEvery);
    }
  }

  /// These options with another cut.
  ///
  /// @param plan how long sounds and videos are cut
  /// @return the changed copy
  public IndexingOptions withSegmentation(Segmentation plan) {
    return new IndexingOptions(plan, depth, thermal, imu, commitItems, commitEvery, dropGone);
  }

  /// These options with other formats.
  ///
  /// @param depths unit and camera of depth maps
  /// @param heats how thermal images become levels
  /// @param motions columns, rate and units of motion recordings
  /// @return the changed copy
  public IndexingOptions withFormats(DepthFormat depths, ThermalFormat heats, ImuFormat motions) {
    return new IndexingOptions(
        segmentation, depths, heats, motions, commitItems, commitEvery, dropGone);
  }

  /// These options with other commits.
  ///
  /// @param items after how many items, at least 1
  /// @param every after what time
  /// @return the changed copy
  public IndexingOptions withCommits(int items, Duration every) {
    return new IndexingOptions(segmentation, depth, thermal, imu, items, every, dropGone);
  }

  /// These options, keeping or dropping what is gone.
  ///
  /// @param drop whether items whose file is gone are removed
  /// @return the changed copy
  public IndexingOptions withDropGone(boolean drop) {
    return new IndexingOptions(segmentation, depth, thermal, imu, commitItems, commitEvery, drop);
  }
}
