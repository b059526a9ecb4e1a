package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Dog, cat, cow.
final class Animals {
  private Animals() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  private static void legs(Figure f, double[] xs, double z, double high, double thick) {
    for (double x : xs) {
      for (int side = -1; side <= 1; side += 2) {
        double swing = f.dice().between(-0.07, 0.07) * high;
        Forms.tube(
            f.mesh(),
            List.of(
                p(x, high, side * z),
                p(x + 0.5 * swing, 0.5 * high, side * z),
                p(x + swing, 0.04 * high, side * z)),
            new double[] {1.35 * thick, 0.85 * thick, 0.8 * thick},
            true);
        Forms.ellipsoid(
            f.mesh(),
            x + swing + 0.5 * thick,
            0.5 * thick,
            side * z,
            1.3 * thick,
            0.6 * thick,
            thick);
      }
    }
  }

  private static void eyes(Figure f, double x, double y, double z, double r) {
    f.mesh().surface(f.warm(0x14120f, 0.9).gloss(0.9));
    Forms.ball(f.mesh(), x, y, z, r);
    Forms.ball(f.mesh(), x, y, -z, r);
  }

  static void dog(Figure f) {
    int coat = f.colour(0x7a5230, 0xc9a06a, 0x2e2825, 0xe4dccb, 0x9a6238, 0x6e6a66);
    Surface fur =
        f.hide(coat, f.colour(0x50361f, 0xa9814e, 0x1c1917, 0xb9ae9c), Pattern.MOTTLED, 0.15);
    MeshBuilder mesh = f.mesh();
    mesh.surface(fur.celsius(f.between(0.75)));
    legs(f, new double[] {-0.33, 0.27}, 0.1, 0.38, 0.05);
    mesh.surface(fur);
    Forms.tube(
        mesh,
        List.of(
            p(-0.44, 0.45, 0),
            p(-0.36, 0.46, 0),
            p(-0.05, 0.47, 0),
            p(0.25, 0.47, 0),
            p(0.38, 0.53, 0)),
        new double[] {0.03, 0.125, 0.135, 0.165, 0.1},
        true);
    double up = f.factors().lively() ? 0.06 : 0;
    Forms.tube(
        mesh, List.of(p(0.28, 0.5, 0), p(0.45, 0.66 + up, 0)), new double[] {0.125, 0.095}, false);
    mesh.push(Affine.shift(0.5, 0.7 + up, 0).after(Affine.turnZ(f.factors().lively() ? 18 : -8)));
    Forms.ellipsoid(mesh, 0, 0, 0, 0.125, 0.11, 0.1);
    Forms.tube(
        mesh, List.of(p(0.06, -0.02, 0), p(0.23, -0.045, 0)), new double[] {0.075, 0.05}, false);
    if (f.factors().lively()) {
      Forms.tube(
          mesh, List.of(p(0.06, -0.07, 0), p(0.18, -0.135, 0)), new double[] {0.05, 0.03}, false);
    }
    mesh.surface(f.warm(0x1a1614, 0.35).gloss(0.6));
    Forms.ball(mesh, 0.24, -0.025, 0, 0.032);
    eyes(f, 0.085, 0.045, 0.07, 0.02);
    mesh.surface(fur.colour(Figure.shade(coat, 0.5)).celsius(f.between(0.7)));
    for (int side = -1; side <= 1; side += 2) {
      Forms.ellipsoid(mesh, -0.06, -0.03, side * 0.11, 0.055, 0.12, 0.025);
    }
    mesh.pop();
    mesh.surface(fur.celsius(f.between(0.7)));
    double wag = f.factors().lively() ? 0.16 : -0.12;
    Forms.tube(
        mesh,
        List.of(p(-0.42, 0.52, 0), p(-0.54, 0.58 + 0.4 * wag, 0), p(-0.62, 0.6 + wag, 0.02)),
        new double[] {0.04, 0.03, 0.012},
        true);
  }

  static void cat(Figure f) {
    int coat = f.colour(0xd08a45, 0x75706a, 0x28252a, 0xe6e0d6, 0x9a7a55);
    Surface fur =
        f.hide(coat, f.colour(0x9a5a28, 0x45413c, 0x1c1a1d, 0xc8b8a4), Pattern.STRIPES, 0.09);
    MeshBuilder mesh = f.mesh();
    mesh.surface(fur);
    Forms.tube(
        mesh,
        List.of(p(-0.13, 0.02, 0), p(-0.1, 0.12, 0), p(-0.02, 0.24, 0), p(0.05, 0.36, 0)),
        new double[] {0.1, 0.13, 0.105, 0.07},
        true);
    for (int side = -1; side <= 1; side += 2) {
      Forms.ellipsoid(mesh, -0.06, 0.07, side * 0.085, 0.11, 0.075, 0.05);
      Forms.tube(
          mesh,
          List.of(
              p(0.05, 0.27, side * 0.045),
              p(0.1, 0.12, side * 0.045),
              p(0.115, 0.02, side * 0.045)),
          new double[] {0.04, 0.03, 0.026},
          true);
      Forms.ellipsoid(mesh, 0.13, 0.02, side * 0.045, 0.04, 0.02, 0.026);
    }
    Forms.ellipsoid(mesh, 0.09, 0.4, 0, 0.085, 0.078, 0.085);
    Forms.ellipsoid(mesh, 0.155, 0.38, 0, 0.04, 0.03, 0.04);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.07, 0.45, side * 0.05), p(0.06, 0.535, side * 0.065), 0.034, 0.003);
    }
    double curl = f.factors().lively() ? 0.28 : 0.03;
    Forms.tube(
        mesh,
        List.of(
            p(-0.2, 0.05, 0),
            p(-0.32, 0.05 + 0.4 * curl, 0.03),
            p(-0.36, 0.08 + curl, 0.05),
            p(-0.3, 0.12 + 1.25 * curl, 0.05)),
        new double[] {0.035, 0.028, 0.025, 0.016},
        true);
    mesh.surface(f.warm(0x9ab04a, 0.9).gloss(0.8).glow(0.2));
    Forms.ball(mesh, 0.15, 0.42, 0.045, 0.017);
    Forms.ball(mesh, 0.15, 0.42, -0.045, 0.017);
    mesh.surface(f.warm(0xb87a78, 0.5));
    Forms.ball(mesh, 0.195, 0.388, 0, 0.012);
  }

  static void cow(Figure f) {
    Surface hide =
        f.hide(
            f.colour(0xf2ece2, 0x7a4a2a, 0xf2ece2, 0xd8c8b0),
            f.colour(0x1f1b19, 0xf0e8da, 0x6a3a1f, 0x4a3018),
            Pattern.SPOTS,
            0.45);
    MeshBuilder mesh = f.mesh();
    mesh.surface(hide.celsius(f.between(0.75)));
    legs(f, new double[] {-0.72, 0.52}, 0.2, 0.68, 0.075);
    mesh.surface(hide);
    Forms.tube(
        mesh,
        List.of(
            p(-0.95, 1.0, 0), p(-0.85, 1.0, 0), p(-0.2, 0.96, 0), p(0.5, 1.0, 0), p(0.72, 1.08, 0)),
        new double[] {0.12, 0.32, 0.4, 0.35, 0.2},
        true);
    boolean calling = f.factors().lively();
    double headY = calling ? 1.42 : 0.95;
    Forms.tube(mesh, List.of(p(0.55, 1.1, 0), p(0.95, headY, 0)), new double[] {0.25, 0.15}, false);
    mesh.push(Affine.shift(1.0, headY, 0).after(Affine.turnZ(calling ? 12 : -40)));
    Forms.tube(
        mesh,
        List.of(p(-0.1, 0.05, 0), p(0.12, 0.02, 0), p(0.36, -0.08, 0)),
        new double[] {0.13, 0.15, 0.11},
        true);
    mesh.surface(f.hot(0xd8a898));
    Forms.ellipsoid(mesh, 0.38, -0.08, 0, 0.08, 0.1, 0.11);
    mesh.surface(f.warm(0xe8e0cc, 0.2).gloss(0.3));
    for (int side = -1; side <= 1; side += 2) {
      Forms.tube(
          mesh,
          List.of(p(-0.04, 0.13, side * 0.09), p(0, 0.22, side * 0.24), p(0.02, 0.36, side * 0.26)),
          new double[] {0.045, 0.035, 0.008},
          true);
    }
    mesh.surface(hide.celsius(f.between(0.7)));
    for (int side = -1; side <= 1; side += 2) {
      Forms.ellipsoid(mesh, -0.06, 0.07, side * 0.24, 0.05, 0.06, 0.13);
    }
    eyes(f, 0.12, 0.09, 0.13, 0.028);
    mesh.pop();
    mesh.surface(f.hot(0xe0aea0));
    Forms.ellipsoid(mesh, -0.55, 0.6, 0, 0.2, 0.13, 0.17);
    mesh.surface(hide.celsius(f.between(0.4)));
    Forms.tube(
        mesh,
        List.of(p(-0.98, 1.12, 0), p(-1.06, 0.9, 0.03), p(-1.04, 0.5, 0.04)),
        new double[] {0.035, 0.025, 0.05},
        true);
  }
}
