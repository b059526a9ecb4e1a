package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.Locale;

/// How a picture, a depth map or a thermal image is varied each time it is seen. Of one channel,
/// the parts that speak of colour do nothing, and brightness and contrast act on the model's input
/// values.
///
/// The order is torchvision's and timm's: random resized crop, flip, RandAugment, colour jitter and
/// gray, erasing.
///
/// Immutable and safe for use by any thread.
///
/// @param minScale the least part of the area that a crop has, above 0
/// @param maxScale the most, at most 1
/// @param maxRatio the crop's sides are within 1 : ratio of each other, at least 1
/// @param flip the probability of left becoming right
/// @param jitter changes of colour
/// @param gray the probability of losing all colour
/// @param operations how many RandAugment operations are drawn; 0: none
/// @param magnitude their strength, from 0 to 10
/// @param magnitudeDeviation how much the strength varies from draw to draw
/// @param erase the probability of a rectangle (2 to 33 % of the area) set to 0 after normalising
public record ImageAugment(
    double minScale,
    double maxScale,
    double maxRatio,
    double flip,
    Jitter jitter,
    double gray,
    int operations,
    double magnitude,
    double magnitudeDeviation,
    double erase) {

  /// Changes of colour, each drawn evenly: factors from `1 - x` to `1 + x`, the hue's turn from
  /// `-x` to `x` of the circle. They are applied in random order as one linear map of the colours,
  /// and values are cut to the range only after the last; a hue is turned in YIQ, not in HSV.
  ///
  /// @param brightness from 0 to 1
  /// @param contrast from 0 to 1
  /// @param saturation from 0 to 1
  /// @param hue from 0 to 0.5
  public record Jitter(double brightness, double contrast, double saturation, double hue) {
    /// No change.
    public static final Jitter NONE = new Jitter(0, 0, 0, 0);

    /// Checks the ranges.
    ///
    /// @throws ConfigException if one is out of range
    public Jitter {
      inRange("brightness", brightness, 0, 1);
      inRange("contrast", contrast, 0, 1);
      inRange("saturation", saturation, 0, 1);
      inRange("hue", hue, 0, 0.5);
    }

    boolean isNone() {
      return brightness == 0 && contrast == 0 && saturation == 0 && hue == 0;
    }
  }

  /// No variation: the evaluation's centre crop.
  public static final ImageAugment NONE = new ImageAugment(1, 1, 1, 0, Jitter.NONE, 0, 0, 0, 0, 0);

  /// Crop and flip, as for vision in the paper's audio and IMU runs ("basic").
  public static final ImageAugment BASIC =
      new ImageAugment(0.2, 1, 4.0 / 3, 0.5, Jitter.NONE, 0, 0, 0, 0, 0);

  /// The paper's Table 9 for SUN and LLVIP: crop, flip 0.5, RandAugment 9/0.5, jitter 0.4, erase
  /// 0.25.
  public static final ImageAugment STRONG =
      new ImageAugment(0.08, 1, 4.0 / 3, 0.5, new Jitter(0.4, 0.4, 0.4, 0), 0, 2, 9, 0.5, 0.25);

  /// Checks the ranges.
  ///
  /// @throws ConfigException if one is out of range
  public ImageAugment {
    inRange("minScale", minScale, 0.001, maxScale);
    inRange("maxScale", maxScale, minScale, 1);
    inRange("maxRatio", maxRatio, 1, 10);
    inRange("flip", flip, 0, 1);
    inRange("gray", gray, 0, 1);
    inRange("operations", operations, 0, 16);
    inRange("magnitude", magnitude, 0, 10);
    inRange("magnitudeDeviation", magnitudeDeviation, 0, 10);
    inRange("erase", erase, 0, 1);
  }

  /// These changes of colour with another's crop, flip and RandAugment.
  ImageAugment withShapeOf(ImageAugment other) {
    return new ImageAugment(
        other.minScale,
        other.maxScale,
        other.maxRatio,
        other.flip,
        jitter,
        gray,
        other.operations,
        other.magnitude,
        other.magnitudeDeviation,
        erase);
  }

  static void inRange(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "augmentation %s must be from %s to %s, got %s",
              name,
              low,
              high,
              value));
    }
  }
}
