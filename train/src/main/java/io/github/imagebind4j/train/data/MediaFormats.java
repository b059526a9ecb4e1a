package io.github.imagebind4j.train.data;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ThermalFormat;

/// How one dataset stores the senses whose numbers need a unit.
///
/// Immutable and safe for use by any thread.
///
/// @param depth unit and camera of its depth maps
/// @param thermal how its 16-bit and floating-point thermal images become levels
/// @param imu columns, rate and units of its motion recordings
public record MediaFormats(DepthFormat depth, ThermalFormat thermal, ImuFormat imu) {
  /// What core takes when nothing is said.
  public static final MediaFormats DEFAULT =
      new MediaFormats(DepthFormat.DEFAULT, ThermalFormat.DEFAULT, ImuFormat.DEFAULT);
}
