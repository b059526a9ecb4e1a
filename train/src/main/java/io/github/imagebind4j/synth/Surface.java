package io.github.imagebind4j.synth;

/// How a part of a mesh looks to the camera and to the thermal camera.
///
/// @param colour 0xRRGGBB
/// @param second the pattern's other colour
/// @param pattern how the two mix
/// @param scale the pattern's size in metres
/// @param gloss the strength of highlights, 0 to 1
/// @param glow light of its own, 0 to 1
/// @param celsius its temperature
/// @param emissivity how much of that a thermal camera sees
/// @param cover the part of a pixel that it covers, in quarters: 4 is solid
/// @param role what it belongs to
record Surface(
    int colour,
    int second,
    Pattern pattern,
    double scale,
    double gloss,
    double glow,
    double celsius,
    double emissivity,
    int cover,
    Role role) {

  /// How two colours mix over a surface.
  enum Pattern {
    PLAIN,
    /// Soft patches of noise.
    MOTTLED,
    /// Hard patches, as on a cow.
    SPOTS,
    /// Bands across the part's own x axis.
    STRIPES,
    /// Grain along the part's own x axis.
    WOOD,
    /// Squares with thin joints, on all sides.
    TILES,
    /// Bricks.
    BRICKS,
    /// Fine noise, as grass, fur or gravel.
    GRAIN,
    /// Waves on water.
    WAVES,
    /// Darker with height, as flames.
    FLAME,
    /// Rows of lit and dark windows.
    WINDOWS
  }

  /// What a part belongs to.
  enum Role {
    SUBJECT,
    /// What the subject stands on.
    STAND,
    GROUND,
    BACKDROP,
    /// What belongs to the one who holds the camera: hands, handlebar, dashboard.
    EGO
  }

  static Surface of(int colour, Role role, double celsius) {
    return new Surface(colour, colour, Pattern.PLAIN, 1, 0.1, 0, celsius, 0.93, 4, role);
  }

  static Surface of(Material material, Role role, double celsius) {
    Pattern pattern = material == Material.WOOD ? Pattern.WOOD : Pattern.PLAIN;
    return new Surface(
        material.colour(),
        material.secondColour(),
        pattern,
        0.08,
        material.gloss(),
        0,
        celsius,
        material.emissivity(),
        material == Material.GLASS ? 2 : 4,
        role);
  }

  Surface colour(int rgb) {
    return new Surface(rgb, second, pattern, scale, gloss, glow, celsius, emissivity, cover, role);
  }

  Surface pattern(Pattern newPattern, int secondColour, double metres) {
    return new Surface(
        colour, secondColour, newPattern, metres, gloss, glow, celsius, emissivity, cover, role);
  }

  Surface gloss(double strength) {
    return new Surface(
        colour, second, pattern, scale, strength, glow, celsius, emissivity, cover, role);
  }

  Surface glow(double strength) {
    return new Surface(
        colour, second, pattern, scale, gloss, strength, celsius, emissivity, cover, role);
  }

  Surface celsius(double degrees) {
    return new Surface(
        colour, second, pattern, scale, gloss, glow, degrees, emissivity, cover, role);
  }

  Surface cover(int quarters) {
    return new Surface(
        colour, second, pattern, scale, gloss, glow, celsius, emissivity, quarters, role);
  }
}
