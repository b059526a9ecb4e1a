package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;

/// A recipe of preprocessing that is chosen by its name.
sealed interface NamedProfile permits AudioProfile, DepthProfile, ThermalProfile, ImuProfile {
  String name();

  /// @param modality for the message
  /// @return the profile of this name
  /// @throws ConfigException if there is none; the message lists them
  static <P extends NamedProfile> P find(String modality, List<P> all, String name) {
    return all.stream()
        .filter(profile -> profile.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException(
                "there is no "
                    + modality
                    + " profile '"
                    + name
                    + "'; choose of "
                    + all.stream().map(NamedProfile::name).toList()));
  }
}
