package io.github.imagebind4j.synth;

import java.util.Locale;

/// What the one who holds the camera does. Each shows in the picture (hands, handlebar, dashboard,
/// steps, ropes, a boat's bow, a horse's neck), in the motion sensor and, faintly, in the sound.
public enum EgoMotion {
  /// Standing still, breathing.
  STANDING("standing still", "standing", false),
  /// Walking along a path.
  WALKING("walking", "walking", true),
  /// Running along a track.
  RUNNING("running", "running", false),
  /// Climbing stairs.
  CLIMBING("climbing stairs", "upstairs", true),
  /// At the wheel of a car.
  DRIVING("driving a car", "driving", false),
  /// On a bicycle.
  CYCLING("riding a bicycle", "cycling", false),
  /// On a swing.
  SWINGING("sitting on a swing", "swinging", false),
  /// In a rowing boat.
  ROWING("rowing a boat", "rowing", false),
  /// On horseback.
  RIDING("riding a horse", "riding", false);

  private final String phrase;
  private final String className;
  private final boolean indoors;

  EgoMotion(String phrase, String className, boolean indoors) {
    this.phrase = phrase;
    this.className = className;
    this.indoors = indoors || "standing".equals(className);
  }

  /// The words of a caption, as in "seen while walking".
  String phrase() {
    return phrase;
  }

  /// The class that a manifest gives to the motion's recording.
  ///
  /// @return one lower-case word
  public String className() {
    return className;
  }

  /// Whether it can happen between walls.
  boolean possibleIndoors() {
    return indoors;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
