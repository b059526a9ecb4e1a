package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ThermalFormat;

/// What the numbers in a dataset's files mean, where its layout does not fix that.
///
/// Immutable and safe for use by any thread.
///
/// @param depth the unit and camera of depth maps
/// @param thermal how thermal values become gray levels
/// @param imu the rate and units of motion recordings
public record MediaFormats(DepthFormat depth, ThermalFormat thermal, ImuFormat imu) {
  /// Each format's own default.
  public static final MediaFormats DEFAULT =
      new MediaFormats(DepthFormat.DEFAULT, ThermalFormat.DEFAULT, ImuFormat.DEFAULT);
}
