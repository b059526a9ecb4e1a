package io.github.imagebind4j.synth;

/// The light of a scene.
public enum Lighting {
  /// A low sun from the side, clear sky.
  MORNING("in the morning"),
  /// A high sun.
  NOON("in bright light"),
  /// A grey sky without shadows.
  OVERCAST("under a grey sky"),
  /// A red sun, long shadows.
  SUNSET("at sunset"),
  /// Moonlight, or one lamp indoors.
  NIGHT("at night");

  private final String phrase;

  Lighting(String phrase) {
    this.phrase = phrase;
  }

  /// The words of a caption.
  String phrase() {
    return phrase;
  }
}
