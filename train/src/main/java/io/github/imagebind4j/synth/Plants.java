package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Trees, bushes, rocks and the like, for backdrops.
final class Plants {
  private Plants() {}

  /// Builds one at the origin of what is in force.
  @FunctionalInterface
  interface Plant {
    void build(Backdrop backdrop, double size);
  }

  static void tree(Backdrop b, double size) {
    double high = size * b.dice().between(5, 9);
    double lean = b.dice().between(-0.06, 0.06) * high;
    b.mesh().surface(b.thing(0x5b4631).pattern(Pattern.WOOD, 0x3c2d1f, 0.3));
    Forms.tube(
        b.mesh(),
        List.of(new double[] {0, -0.1, 0}, new double[] {lean, 0.7 * high, 0}),
        new double[] {0.22 * size, 0.1 * size},
        false);
    int leaf = Figure.hue(b.dice().between(0.2, 0.36), 0.6, b.dice().between(0.25, 0.5));
    b.mesh().surface(b.thing(leaf).pattern(Pattern.MOTTLED, 0x28401c, 0.35 * size));
    for (int i = 0; i < 3; i++) {
      double r = high * b.dice().between(0.15, 0.24);
      Forms.ellipsoid(
          b.mesh(),
          lean + b.dice().between(-0.14, 0.14) * high,
          high * b.dice().between(0.62, 0.9),
          b.dice().between(-0.1, 0.1) * high,
          r,
          0.85 * r,
          r);
    }
  }

  static void fir(Backdrop b, double size) {
    double high = size * b.dice().between(3, 7);
    b.mesh().surface(b.thing(0x4a3828));
    Forms.rod(b.mesh(), new double[] {0, 0, 0}, new double[] {0, 0.3 * high, 0}, 0.05 * high);
    b.mesh().surface(b.thing(0x2c4a38).pattern(Pattern.MOTTLED, 0xdfe8f0, 0.3 * size));
    for (int i = 0; i < 3; i++) {
      double low = high * (0.15 + 0.25 * i);
      Forms.lathe(
          b.mesh(), new double[][] {{high * (0.24 - 0.05 * i), low}, {0, low + 0.4 * high}}, 10);
    }
  }

  static void bush(Backdrop b, double size) {
    int leaf = Figure.hue(b.dice().between(0.2, 0.36), 0.6, b.dice().between(0.3, 0.5));
    b.mesh().surface(b.thing(leaf).pattern(Pattern.MOTTLED, 0x2e4a1e, 0.3));
    double r = size * b.dice().between(0.5, 1.1);
    Forms.ellipsoid(b.mesh(), 0, 0.5 * r, 0, r, 0.8 * r, r);
    Forms.ellipsoid(b.mesh(), 0.8 * r, 0.4 * r, 0.2, 0.7 * r, 0.6 * r, 0.7 * r);
  }

  static void rock(Backdrop b, double size) {
    int shade = b.dice().below(40) * 0x010101;
    b.mesh().surface(b.thing(0x5f5a52 + shade).pattern(Pattern.MOTTLED, 0x45413b, 0.4));
    double r = size * b.dice().between(0.3, 1.0);
    Forms.ellipsoid(b.mesh(), 0, 0.25 * r, 0, 1.3 * r, 0.7 * r, r);
  }

  static void cactus(Backdrop b, double size) {
    double high = size * b.dice().between(1.5, 3);
    double r = 0.1 * high;
    b.mesh().surface(b.thing(0x4d7a3c).pattern(Pattern.STRIPES, 0x36592a, 0.12));
    Forms.rod(b.mesh(), new double[] {0, 0, 0}, new double[] {0, high, 0}, r);
    Forms.ball(b.mesh(), 0, high, 0, r);
    for (int side = -1; side <= 1; side += 2) {
      double at = high * b.dice().between(0.35, 0.6);
      Forms.tube(
          b.mesh(),
          List.of(
              new double[] {0, at, 0},
              new double[] {side * 0.28 * high, at, 0},
              new double[] {side * 0.3 * high, at + 0.3 * high, 0}),
          new double[] {0.7 * r, 0.7 * r, 0.6 * r},
          true);
    }
  }
}
