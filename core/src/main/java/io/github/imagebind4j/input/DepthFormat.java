package io.github.imagebind4j.input;

import io.github.imagebind4j.error.ConfigException;

/// How a depth map's numbers become metres, and metres become disparity.
///
/// Immutable and safe for use by any thread.
///
/// @param unit what a stored number means
/// @param focalLengthPx the camera's focal length fx in pixels of the stored map, above 0
/// @param baselineMetres the distance between projector and sensor (or the two eyes), above 0
public record DepthFormat(Unit unit, double focalLengthPx, double baselineMetres) {

  /// What a stored number means.
  public enum Unit {
    /// Integer files are millimetres, float files are metres.
    AUTO,
    /// Millimetres.
    MILLIMETRES,
    /// Millimetres rotated left by 3 bits, as SUN RGB-D stores them.
    SUN_RGBD,
    /// Metres.
    METRES
  }

  /// A Kinect v1 as NYU-D v2 documents it: fx 518.86 px at 640 x 480, baseline 0.075 m.
  public static final DepthFormat DEFAULT = new DepthFormat(Unit.AUTO, 518.86, 0.075);

  /// Checks the camera.
  ///
  /// @throws ConfigException if fx or the baseline is not a positive number
  public DepthFormat {
    if (!(focalLengthPx > 0 && Double.isFinite(focalLengthPx))) {
      throw new ConfigException(
          "the focal length must be a positive number of pixels, got " + focalLengthPx);
    }
    if (!(baselineMetres > 0 && Double.isFinite(baselineMetres))) {
      throw new ConfigException(
          "the baseline must be a positive number of metres, got " + baselineMetres);
    }
  }

  /// This camera with another unit.
  ///
  /// @param stored what a stored number means
  /// @return the changed copy
  public DepthFormat withUnit(Unit stored) {
    return new DepthFormat(stored, focalLengthPx, baselineMetres);
  }

  /// This unit with another camera.
  ///
  /// @param focalPx fx in pixels of the stored map, above 0
  /// @param baseline in metres, above 0
  /// @return the changed copy
  /// @throws ConfigException if fx or the baseline is not a positive number
  public DepthFormat withCamera(double focalPx, double baseline) {
    return new DepthFormat(unit, focalPx, baseline);
  }
}
