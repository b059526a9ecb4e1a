package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.preprocess.AudioProfile;
import io.github.imagebind4j.preprocess.DepthProfile;
import io.github.imagebind4j.preprocess.ImuProfile;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.preprocess.ThermalProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The option that chooses preprocessing recipes where practice differs.
final class ProfileOption {
  @Option(
      names = "--profile",
      paramLabel = "MODALITY=NAME",
      description =
          "Another preprocessing recipe: audio=paper (all of a sound, not 3 clips),"
              + " depth=omnivore|sun|nyu, thermal=weaviate, imu=imu2clip. Default: reference.")
  private Map<String, String> chosen = new LinkedHashMap<>();

  /// Takes the recipes that an index was made with, where none was chosen.
  void otherwise(Map<String, String> recorded) {
    if (chosen.isEmpty()) {
      chosen = new LinkedHashMap<>(recorded);
    }
  }

  /// What was chosen, to be written down.
  Map<String, String> chosen() {
    return Map.copyOf(chosen);
  }

  PreprocessProfiles profiles() {
    PreprocessProfiles profiles = PreprocessProfiles.REFERENCE;
    for (Map.Entry<String, String> entry : chosen.entrySet()) {
      try {
        profiles = with(profiles, entry.getKey(), entry.getValue());
      } catch (ConfigException e) {
        throw CliException.usage(e.getMessage());
      }
    }
    return profiles;
  }

  private static PreprocessProfiles with(
      PreprocessProfiles profiles, String modality, String name) {
    return switch (modality) {
      case "audio" -> profiles.withAudio(AudioProfile.named(name));
      case "depth" -> profiles.withDepth(DepthProfile.named(name));
      case "thermal" -> profiles.withThermal(ThermalProfile.named(name));
      case "imu" -> profiles.withImu(ImuProfile.named(name));
      default ->
          throw CliException.usage(
              "--profile knows audio, depth, thermal and imu, got '" + modality + "'");
    };
  }
}
