package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Someone who walks.
final class People {
  private People() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void walker(Figure f) {
    MeshBuilder mesh = f.mesh();
    Dice dice = f.dice();
    double stride = f.factors().lively() ? dice.between(0.3, 0.42) : dice.between(0.14, 0.24);
    int skin = dice.pick(List.of(0xe2b48e, 0xc68a62, 0x8d5a3c, 0x5c3a28));
    Surface trousers = f.warm(Figure.hue(dice.unit(), 0.4, dice.between(0.15, 0.6)), 0.55);
    Surface shirt =
        f.warm(f.paint(), 0.62)
            .pattern(dice.chance(0.4) ? Pattern.STRIPES : Pattern.PLAIN, 0xe8e4da, 0.16);
    double lift = dice.sign();
    for (int side = -1; side <= 1; side += 2) {
      double foot = side * lift * stride;
      mesh.surface(trousers);
      Forms.tube(
          mesh,
          List.of(
              p(0, 0.9, side * 0.09),
              p(0.5 * foot + 0.05, 0.48, side * 0.1),
              p(foot, 0.08, side * 0.1)),
          new double[] {0.105, 0.075, 0.055},
          true);
      mesh.surface(f.warm(0x2a2420, 0.3));
      Forms.ellipsoid(mesh, foot + 0.06, 0.045, side * 0.1, 0.13, 0.05, 0.05);
      mesh.surface(shirt);
      double hand = -0.75 * foot;
      Forms.tube(
          mesh,
          List.of(
              p(0, 1.4, side * 0.2),
              p(0.4 * hand - 0.03, 1.14, side * 0.25),
              p(hand, 0.92, side * 0.24)),
          new double[] {0.065, 0.055, 0.042},
          true);
      mesh.surface(f.hot(skin));
      Forms.ball(mesh, hand + 0.015, 0.87, side * 0.24, 0.055);
    }
    mesh.surface(shirt);
    mesh.push(Affine.scale(0.72, 1, 1));
    Forms.tube(
        mesh,
        List.of(p(0, 0.85, 0), p(0, 0.95, 0), p(0.02, 1.2, 0), p(0.02, 1.4, 0), p(0, 1.48, 0)),
        new double[] {0.14, 0.17, 0.18, 0.2, 0.07},
        true);
    mesh.pop();
    mesh.surface(f.hot(skin));
    Forms.rod(mesh, p(0, 1.45, 0), p(0.02, 1.55, 0), 0.06);
    Forms.ellipsoid(mesh, 0.03, 1.63, 0, 0.1, 0.125, 0.085);
    Forms.ball(mesh, 0.13, 1.62, 0, 0.022);
    mesh.surface(f.warm(f.colour(0x2a1c12, 0x6a4524, 0x121010, 0xc8a058, 0x8a8680), 0.6));
    Forms.ellipsoid(mesh, 0.005, 1.68, 0, 0.105, 0.1, 0.095);
    if (dice.chance(0.4)) {
      mesh.surface(f.warm(Figure.hue(dice.unit(), 0.6, 0.5), 0.4));
      mesh.push(Affine.shift(0.01, 1.72, 0));
      Forms.lathe(mesh, new double[][] {{0.19, 0}, {0.115, 0.015}, {0.1, 0.1}, {0, 0.11}});
      mesh.pop();
    }
  }
}
