package io.github.imagebind4j.train.data;

/// How each sense is varied in training.
///
/// Immutable and safe for use by any thread.
///
/// @param vision pictures
/// @param depth depth maps
/// @param thermal thermal images
/// @param audio sounds
/// @param imu motion
/// @param aligned whether the two pictures of a natural pair (a photo and its depth, say) get the
///   same crop and flip, and the same shears, turns and shifts; without it the paper's accuracy on
///   SUN falls from 26.7 to 16.0
public record Augmentations(
    ImageAugment vision,
    ImageAugment depth,
    ImageAugment thermal,
    AudioAugment audio,
    ImuAugment imu,
    boolean aligned) {

  /// No variation.
  public static final Augmentations NONE =
      new Augmentations(
          ImageAugment.NONE,
          ImageAugment.NONE,
          ImageAugment.NONE,
          AudioAugment.NONE,
          ImuAugment.NONE,
          true);

  /// The paper's for audio and motion: basic crops of the picture, a frequency mask of the sound.
  public static final Augmentations BASIC =
      new Augmentations(
          ImageAugment.BASIC,
          ImageAugment.BASIC,
          ImageAugment.BASIC,
          AudioAugment.PAPER,
          ImuAugment.NONE,
          true);

  /// The paper's for depth and thermal.
  public static final Augmentations STRONG =
      new Augmentations(
          ImageAugment.STRONG,
          ImageAugment.STRONG,
          ImageAugment.STRONG,
          AudioAugment.PAPER,
          ImuAugment.STRONG,
          true);

  ImageAugment of(CachedMedia.Kind picture) {
    return switch (picture) {
      case RGB -> vision;
      case DEPTH -> depth;
      case GRAY -> thermal;
      case MEL, IMU, RAW -> throw new IllegalArgumentException(picture + " is no picture");
    };
  }
}
