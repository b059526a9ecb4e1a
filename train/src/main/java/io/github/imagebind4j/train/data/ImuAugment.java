package io.github.imagebind4j.train.data;

/// How a motion recording is varied each time it is seen.
///
/// Immutable and safe for use by any thread.
///
/// @param crop whether a recording that is longer than the model's input begins at a random sample
/// @param shiftSeconds the most that a recording begins later; before it, its first sample is held
/// @param turnDegrees the most that the device is turned about the direction of gravity (its mean
///   acceleration), either way
/// @param tiltDegrees the most that it is tilted about any axis, either way
/// @param scale the most by which all values are larger or smaller, as a part of them
/// @param noise the standard deviation of noise, as a part of each channel's own deviation
/// @param dropChannel the probability of each channel being set to zero; never all of them
public record ImuAugment(
    boolean crop,
    double shiftSeconds,
    double turnDegrees,
    double tiltDegrees,
    double scale,
    double noise,
    double dropChannel) {

  /// No variation: the evaluation's view from the start.
  public static final ImuAugment NONE = new ImuAugment(false, 0, 0, 0, 0, 0, 0);

  /// A little of everything.
  public static final ImuAugment STRONG = new ImuAugment(true, 0.5, 180, 10, 0.1, 0.05, 0.05);

  /// Checks the ranges.
  ///
  /// @throws io.github.imagebind4j.error.ConfigException if one is out of range
  public ImuAugment {
    ImageAugment.inRange("shiftSeconds", shiftSeconds, 0, 3600);
    ImageAugment.inRange("turnDegrees", turnDegrees, 0, 180);
    ImageAugment.inRange("tiltDegrees", tiltDegrees, 0, 180);
    ImageAugment.inRange("scale", scale, 0, 0.9);
    ImageAugment.inRange("noise", noise, 0, 10);
    ImageAugment.inRange("dropChannel", dropChannel, 0, 0.9);
  }
}
