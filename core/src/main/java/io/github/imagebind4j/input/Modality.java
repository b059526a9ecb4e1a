package io.github.imagebind4j.input;

import io.github.imagebind4j.error.InputException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The name of a sense. The six that ImageBind was trained on are constants; any other name is a
/// new modality that a model's config may describe, e.g. `Modality.of("touch")`.
///
/// Immutable and safe for use by any thread.
///
/// @param name lower-case letters, digits, `_` or `-`, at most 64; it is also the key in
///   checkpoints (`modality_trunks.<name>.…`)
public record Modality(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  /// Still images and video, one encoder for both.
  public static final Modality VISION = new Modality("vision");

  /// English text.
  public static final Modality TEXT = new Modality("text");

  /// Sound, as a log-mel spectrogram.
  public static final Modality AUDIO = new Modality("audio");

  /// Depth, as disparity.
  public static final Modality DEPTH = new Modality("depth");

  /// Thermal (long-wave infrared) images.
  public static final Modality THERMAL = new Modality("thermal");

  /// Motion: accelerometer and gyroscope.
  public static final Modality IMU = new Modality("imu");

  /// Checks the name.
  ///
  /// @throws InputException if it is not of the form above
  public Modality {
    if (!NAME.matcher(name).matches()) {
      throw new InputException(
          "a modality's name is lower-case letters, digits, '_' or '-', e.g. touch; got '"
              + name
              + "'");
    }
  }

  /// The modality of this name, in any case.
  ///
  /// @param name e.g. `touch`
  /// @return the modality
  /// @throws InputException if the name has other characters than letters, digits, `_` and `-`
  public static Modality of(String name) {
    return new Modality(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name;
  }
}
