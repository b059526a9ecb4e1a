package io.github.imagebind4j.synth;

/// How a surface's two colours mix at a point.
final class Patterns {
  private Patterns() {}

  /// The part of the second colour, 0 to 1.
  ///
  /// @param x the point in the part's own space, in metres
  /// @param y the same
  /// @param z the same
  static double mix(Surface surface, double x, double y, double z) {
    double s = 1 / surface.scale();
    double u = x * s;
    double v = y * s;
    double w = z * s;
    return switch (surface.pattern()) {
      case PLAIN -> 0;
      case MOTTLED -> Noise.rough(u, v, w);
      case SPOTS -> step((Noise.at(u, v, w) - 0.52) * 9);
      case STRIPES -> step((Math.sin(2 * Math.PI * u) - 0.1) * 5);
      case WOOD -> wood(u, v, w);
      case TILES -> joint(u, 0.05) + (1 - joint(u, 0.05)) * joint(v + w, 0.05);
      case BRICKS -> bricks(u + w, v);
      case GRAIN -> 0.55 * Noise.at(9 * u, 9 * v, 9 * w) + 0.45 * Noise.at(u, v, w);
      case WAVES -> waves(u, w);
      case FLAME -> Math.clamp(v + 0.5 * Noise.at(5 * u, 3 * v, 5 * w) - 0.25, 0, 1);
      case WINDOWS -> windows(u, v, w);
    };
  }

  private static double wood(double u, double v, double w) {
    double bend = Noise.at(0.4 * u, 2 * v, 2 * w);
    double rings = 0.5 + 0.5 * Math.sin(9 * (v + w) + 7 * bend);
    return 0.75 * rings + 0.25 * Noise.at(u, 12 * v, 12 * w);
  }

  private static double joint(double u, double width) {
    double part = u - Math.floor(u);
    return part < width || part > 1 - width ? 1 : 0;
  }

  private static double bricks(double u, double v) {
    double row = Math.floor(v * 3);
    double shifted = u + 0.5 * (((int) row) & 1);
    double joint = Math.max(joint(shifted, 0.04), joint(3 * v, 0.09));
    return Math.max(joint, 0.45 * Noise.cell((int) Math.floor(shifted), (int) row, 3));
  }

  private static double waves(double u, double w) {
    double n = Noise.rough(u, w, 0);
    return Math.clamp(0.5 + 0.5 * Math.sin(3 * w + 5 * n) * n, 0, 1);
  }

  private static double windows(double u, double v, double w) {
    double x = u + w;
    double px = x - Math.floor(x);
    double py = v - Math.floor(v);
    return px > 0.28 && px < 0.72 && py > 0.25 && py < 0.8 ? 1 : 0;
  }

  private static double step(double value) {
    return Math.clamp(value, 0, 1);
  }
}
