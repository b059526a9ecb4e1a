package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.preprocess.ImuProfile;
import io.github.imagebind4j.preprocess.PreprocessProfiles;

/// What the model's inputs look like, apart from the size of pictures.
///
/// Immutable and safe for use by any thread.
///
/// @param profiles normalisation, clip length and rates, as core's preprocessors take them
/// @param imuSamples how many samples of motion the model takes
/// @param tokens how text becomes ids
public record ViewSettings(PreprocessProfiles profiles, int imuSamples, TextTokens tokens) {

  private static final int MAX_IMU_SAMPLES = 1 << 20;

  /// Checks the number.
  ///
  /// @throws ConfigException if it is out of range
  public ViewSettings {
    if (imuSamples < 1 || imuSamples > MAX_IMU_SAMPLES) {
      throw new ConfigException("imuSamples must be from 1 to 1048576, got " + imuSamples);
    }
  }

  /// The reference's.
  ///
  /// @return settings with CLIP's tokenizer
  public static ViewSettings reference() {
    return new ViewSettings(PreprocessProfiles.REFERENCE, ImuProfile.SAMPLES, TextTokens.clip());
  }
}
