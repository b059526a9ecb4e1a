package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.Locale;

/// What [SynthFiles] can write of a scene. The lower-case names are those of a manifest's
/// `modality` column.
public enum Sense {
  /// A JPEG.
  IMAGE("jpg"),
  /// A 16-bit gray PNG in millimetres.
  DEPTH("png"),
  /// An 8-bit gray PNG.
  THERMAL("png"),
  /// A 16-bit WAV.
  AUDIO("wav"),
  /// A float32 .npy `[6, T]`: acceleration in g, gravity included, then turning in rad/s.
  IMU("npy"),
  /// Captions, which are in the manifest and have no file.
  TEXT("txt");

  private final String extension;

  Sense(String extension) {
    this.extension = extension;
  }

  String extension() {
    return extension;
  }

  /// The name in manifests and options.
  ///
  /// @return the lower-case name
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// A sense by its name.
  ///
  /// @param label in any case
  /// @return the sense
  /// @throws InputException if there is none of that name
  public static Sense of(String label) {
    for (Sense sense : values()) {
      if (sense.name().equalsIgnoreCase(label.strip())) {
        return sense;
      }
    }
    throw new InputException(
        "no sense is called '"
            + label
            + "'; there are "
            + String.join(", ", Arrays.stream(values()).map(Sense::label).toList()));
  }

  /// The class that a manifest gives to a scene's file of this sense: for the motion what the one
  /// who moves does, otherwise what the scene is about.
  ///
  /// @param factors the scene
  /// @return a class name
  public String className(Factors factors) {
    return this == IMU ? factors.motion().className() : factors.kind().className();
  }

  /// The caption of a scene's file of this sense.
  String caption(Factors factors) {
    return switch (this) {
      case IMAGE, TEXT -> Captions.ofPicture(factors);
      case DEPTH -> Captions.ofDepth(factors);
      case THERMAL -> Captions.ofHeat(factors);
      case AUDIO -> Captions.ofSound(factors);
      case IMU -> Captions.ofMotion(factors);
    };
  }
}
