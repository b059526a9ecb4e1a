package io.github.imagebind4j.synth;

/// The light of a scene in linear colours, and the sky that it comes from.
///
/// @param sun towards the sun, the moon or the lamp; a unit vector
/// @param direct its red, green and blue
/// @param above the light from the sky or the ceiling
/// @param below the light from the ground
/// @param zenith the sky's colour overhead
/// @param horizon the sky's colour at the horizon, and the haze's
/// @param clouds 0 none to 1 all
/// @param stars whether there are any
/// @param offset where in the noise the clouds are
record Light(
    double[] sun,
    double[] direct,
    double[] above,
    double[] below,
    double[] zenith,
    double[] horizon,
    double clouds,
    boolean stars,
    double offset) {

  static Light of(Factors factors) {
    Dice dice = Dice.of(factors.seed(), factors.index(), "light");
    boolean indoors = factors.setting().indoors();
    double offset = dice.between(0, 500);
    double turn = dice.between(-2.6, 2.6); // from behind the camera to the side
    double strength = dice.between(0.85, 1.15);
    return switch (factors.lighting()) {
      case MORNING ->
          new Light(
              direction(turn, indoors ? 0.9 : dice.between(0.35, 0.6)),
              rgb(1.9, 1.65, 1.3, strength),
              rgb(0.42, 0.5, 0.62, 1),
              rgb(0.3, 0.27, 0.22, 1),
              rgb(0.2, 0.42, 0.85, 1),
              rgb(0.85, 0.82, 0.75, 1),
              dice.between(0, 0.4),
              false,
              offset);
      case NOON ->
          new Light(
              direction(turn, dice.between(0.85, 1.3)),
              rgb(2.1, 2.0, 1.85, strength),
              rgb(0.45, 0.52, 0.62, 1),
              rgb(0.32, 0.3, 0.25, 1),
              rgb(0.12, 0.33, 0.8, 1),
              rgb(0.6, 0.75, 0.95, 1),
              dice.between(0.1, 0.6),
              false,
              offset);
      case OVERCAST ->
          new Light(
              direction(turn, 1.2),
              rgb(0.35, 0.35, 0.36, strength),
              rgb(0.85, 0.88, 0.92, strength),
              rgb(0.35, 0.35, 0.34, 1),
              rgb(0.5, 0.53, 0.58, 1),
              rgb(0.7, 0.72, 0.75, 1),
              1,
              false,
              offset);
      case SUNSET ->
          new Light(
              direction(turn, indoors ? 0.7 : dice.between(0.18, 0.35)),
              rgb(2.0, 1.1, 0.5, strength),
              rgb(0.36, 0.34, 0.5, 1),
              rgb(0.25, 0.2, 0.18, 1),
              rgb(0.2, 0.22, 0.5, 1),
              rgb(1.0, 0.5, 0.22, 1),
              dice.between(0.2, 0.7),
              false,
              offset);
      case NIGHT ->
          new Light(
              direction(turn, dice.between(0.7, 1.1)),
              indoors ? rgb(1.2, 0.95, 0.6, strength) : rgb(0.5, 0.58, 0.8, strength),
              indoors ? rgb(0.22, 0.18, 0.13, 1) : rgb(0.1, 0.13, 0.22, 1),
              indoors ? rgb(0.12, 0.1, 0.07, 1) : rgb(0.05, 0.06, 0.08, 1),
              rgb(0.01, 0.015, 0.05, 1),
              rgb(0.05, 0.065, 0.13, 1),
              dice.between(0, 0.4),
              !indoors,
              offset);
    };
  }

  private static double[] direction(double turn, double up) {
    // A turn of 0 is right behind the camera.
    return new double[] {
      Math.sin(turn) * Math.cos(up), Math.sin(up), -Math.cos(turn) * Math.cos(up)
    };
  }

  private static double[] rgb(double r, double g, double b, double strength) {
    return new double[] {r * strength, g * strength, b * strength};
  }

  /// The sky's colour in a direction.
  void sky(double x, double y, double z, double[] out) {
    double up = Math.max(0, y);
    double blend = Math.sqrt(Math.min(1, up * 1.6));
    double cloud = 0;
    if (clouds > 0 && up > 0.01) {
      double far = 1.6 / (up + 0.12);
      double n = Noise.rough(x * far + offset, z * far, offset);
      cloud = Math.clamp((n - 1 + 0.75 * clouds + 0.2) * 3.5, 0, 1) * Math.min(1, up * 8);
    }
    double star = 0;
    if (stars && up > 0.05 && cloud < 0.2) {
      double n = Noise.cell((int) (x * 90), (int) (y * 90), (int) (z * 90) + (int) offset);
      star = n > 0.992 ? 0.9 : 0;
    }
    double facing = Math.max(0, x * sun[0] + y * sun[1] + z * sun[2]);
    double halo = Math.pow(facing, 60) * 0.6 + (facing > 0.9992 ? 3 : 0);
    for (int i = 0; i < 3; i++) {
      double clear = horizon[i] + (zenith[i] - horizon[i]) * blend;
      double white = 0.55 * (above[i] + 0.55 * direct[i]);
      out[i] = clear + (white - clear) * cloud + star + halo * direct[i] * (1 - cloud);
    }
  }
}
