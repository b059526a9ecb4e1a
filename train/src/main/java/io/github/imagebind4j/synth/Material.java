package io.github.imagebind4j.synth;

/// What a thing is made of: how it looks, how it rings when struck, how it shows its heat.
public enum Material {
  /// Cast bronze.
  BRONZE("bronze", 0xa8742e, 0x6e4a1e, 0.75, 1.0, 1.0, 0.35),
  /// Bare steel.
  STEEL("steel", 0xa9b0b6, 0x858c94, 0.8, 0.75, 1.35, 0.3),
  /// Copper.
  COPPER("copper", 0xb8623a, 0x8a4526, 0.8, 0.9, 0.9, 0.3),
  /// Clear glass.
  GLASS("glass", 0xb9d6d8, 0xdff2f2, 1.0, 0.55, 1.6, 0.9),
  /// Fired clay.
  CERAMIC("ceramic", 0xe4e0d2, 0x4a6ea8, 0.5, 0.18, 1.2, 0.93),
  /// Wood.
  WOOD("wooden", 0x9a6a3c, 0x6b4424, 0.15, 0.08, 0.75, 0.92),
  /// Plastic.
  PLASTIC("plastic", 0xd8d8d0, 0xb03838, 0.4, 0.05, 0.7, 0.94),
  /// Painted metal.
  ENAMEL("painted", 0xb83228, 0x8c1f1a, 0.6, 0.4, 1.1, 0.9),
  /// Hide, fur, feathers or skin.
  HIDE("", 0x8a6a4a, 0x5a4430, 0.05, 0.02, 0.6, 0.97);

  private final String word;
  private final int colour;
  private final int secondColour;
  private final double gloss;
  private final double ringSeconds;
  private final double pitch;
  private final double emissivity;

  Material(
      String word,
      int colour,
      int secondColour,
      double gloss,
      double ringSeconds,
      double pitch,
      double emissivity) {
    this.word = word;
    this.colour = colour;
    this.secondColour = secondColour;
    this.gloss = gloss;
    this.ringSeconds = ringSeconds;
    this.pitch = pitch;
    this.emissivity = emissivity;
  }

  /// The word that a caption uses; empty if a caption would not mention it.
  String word() {
    return word;
  }

  /// Its colour, as 0xRRGGBB.
  int colour() {
    return colour;
  }

  /// The colour of its grain or rim.
  int secondColour() {
    return secondColour;
  }

  /// From 0, matt, to 1, a mirror's highlight.
  double gloss() {
    return gloss;
  }

  /// How long a blow rings, beside bronze: small for what damps itself.
  double ringSeconds() {
    return ringSeconds;
  }

  /// The speed of its vibrations for the same shape, beside bronze.
  double pitch() {
    return pitch;
  }

  /// How much of its own heat a thermal camera sees; the rest is the surroundings' reflection.
  double emissivity() {
    return emissivity;
  }
}
