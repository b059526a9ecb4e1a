package io.github.imagebind4j.synth;

/// How hot things are, and how a thermal camera shows it.
final class Warmth {
  private Warmth() {}

  /// The temperature of a kind's warmest part in °C.
  static double of(Kind kind, double vigour, double air) {
    return switch (kind) {
      case DOG, CAT, COW, ROOSTER, BIRD, PERSON -> 30 + 4 * vigour + 0.15 * (air - 20);
      case FROG, BEE -> air + 4 + 5 * vigour;
      case CAR, MOTORCYCLE -> 55 + 55 * vigour;
      case TRAIN -> 80 + 90 * vigour;
      case BOAT -> 40 + 40 * vigour;
      case HELICOPTER, AIRPLANE -> 60 + 80 * vigour;
      case KETTLE -> 45 + 55 * vigour;
      case FIRE -> 450 + 400 * vigour;
      case WASHING_MACHINE -> 30 + 25 * vigour;
      case FAN, SIREN -> air + 12 + 16 * vigour;
      case SAW -> Math.max(air, 15) + 12 + 30 * vigour;
      // What is struck, wound and carried is a little warmer than the air.
      case BELL, DRUM, GUITAR, PIANO, CLOCK, GLASS_CUP -> air + 6 + 5 * vigour;
      case WINDMILL -> air + 6;
      case WATERFALL -> Math.max(1, air - 8);
      case RAIN -> air - 6;
    };
  }

  /// A thermal camera's gray level of a temperature, 0 to 255: steep where people and weather are,
  /// flat where things burn, and always rising.
  static double level(double celsius) {
    return 255 * (0.5 + Math.atan((celsius - 22) / 15) / Math.PI);
  }
}
