package io.github.imagebind4j.preprocess;

/// Which recipe each modality's preprocessing follows. Images and video have only the reference's;
/// where practice differs, each recipe's own page says what speaks for it.
///
/// Immutable and safe for use by any thread.
///
/// @param audio how clips are cut from a sound
/// @param depth how metres become the model's disparity
/// @param thermal how gray levels are normalised
/// @param imu the rate that a motion recording is resampled to
public record PreprocessProfiles(
    AudioProfile audio, DepthProfile depth, ThermalProfile thermal, ImuProfile imu) {

  /// What the reference does, and where it is silent the best-supported choice.
  public static final PreprocessProfiles REFERENCE =
      new PreprocessProfiles(
          AudioProfile.REFERENCE,
          DepthProfile.REFERENCE,
          ThermalProfile.REFERENCE,
          ImuProfile.REFERENCE);

  /// How these differ from the reference's.
  ///
  /// @return e.g. `+depth=omnivore`; empty for [#REFERENCE]
  public String differences() {
    StringBuilder all = new StringBuilder();
    difference(all, "audio", audio.name(), audio.equals(REFERENCE.audio));
    difference(all, "depth", depth.name(), depth.equals(REFERENCE.depth));
    difference(all, "thermal", thermal.name(), thermal.equals(REFERENCE.thermal));
    difference(all, "imu", imu.name(), imu.equals(REFERENCE.imu));
    return all.toString();
  }

  private static void difference(StringBuilder all, String modality, String name, boolean same) {
    if (!same) {
      all.append('+').append(modality).append('=').append(name);
    }
  }

  /// These profiles with another one for audio.
  ///
  /// @param profile for audio
  /// @return the changed copy
  public PreprocessProfiles withAudio(AudioProfile profile) {
    return new PreprocessProfiles(profile, depth, thermal, imu);
  }

  /// These profiles with another one for depth.
  ///
  /// @param profile for depth
  /// @return the changed copy
  public PreprocessProfiles withDepth(DepthProfile profile) {
    return new PreprocessProfiles(audio, profile, thermal, imu);
  }

  /// These profiles with another one for thermal images.
  ///
  /// @param profile for thermal images
  /// @return the changed copy
  public PreprocessProfiles withThermal(ThermalProfile profile) {
    return new PreprocessProfiles(audio, depth, profile, imu);
  }

  /// These profiles with another one for motion.
  ///
  /// @param profile for motion
  /// @return the changed copy
  public PreprocessProfiles withImu(ImuProfile profile) {
    return new PreprocessProfiles(audio, depth, thermal, profile);
  }
}
