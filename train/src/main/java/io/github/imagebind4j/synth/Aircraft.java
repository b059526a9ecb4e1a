package io.github.imagebind4j.synth;

import java.util.List;

/// Helicopter and aeroplane.
final class Aircraft {
  private Aircraft() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void helicopter(Figure f) {
    MeshBuilder mesh = f.mesh();
    Surface paint = f.material(0.12).gloss(0.6);
    mesh.push(Affine.turnZ(f.dice().between(-9, 3)));
    mesh.surface(paint);
    Forms.tube(
        mesh,
        List.of(p(2.0, 1.0, 0), p(1.6, 1.1, 0), p(0.6, 1.25, 0), p(-0.5, 1.3, 0), p(-1.2, 1.5, 0)),
        new double[] {0.25, 0.62, 0.85, 0.75, 0.35},
        true);
    Forms.tube(mesh, List.of(p(-0.9, 1.5, 0), p(-3.9, 1.85, 0)), new double[] {0.34, 0.12}, false);
    mesh.push(Affine.shift(-3.8, 1.85, 0));
    Forms.plate(
        mesh,
        new double[][] {
          {0.15, 0}, {-0.25, 0.85}, {-0.6, 0.85}, {-0.3, 0}, {-0.45, -0.4}, {-0.2, -0.4}
        },
        0.08);
    mesh.box(0.5, 0.05, 0, 0.4, 0.05, 1.4);
    mesh.pop();
    mesh.surface(f.warm(0x2a3c4a, 0.1).gloss(0.95));
    Forms.ellipsoid(mesh, 1.45, 1.32, 0, 0.72, 0.5, 0.62);
    mesh.surface(f.hot(0x4c4e50));
    Forms.pillow(mesh, -0.1, 2.05, 0, 0.7, 0.25, 0.35);
    Forms.rod(mesh, p(-0.6, 2.05, 0.3), p(-1.0, 2.1, 0.3), 0.13);
    mesh.surface(f.warm(0x3a3c3e, 0.4));
    Forms.rod(mesh, p(0.1, 2.1, 0), p(0.1, 2.65, 0), 0.09);
    Forms.ball(mesh, 0.1, 2.65, 0, 0.16);
    for (int side = -1; side <= 1; side += 2) {
      double z = side * 0.75;
      Forms.tube(
          mesh,
          List.of(p(1.7, 0.15, z), p(1.4, 0.02, z), p(-1.2, 0.02, z)),
          new double[] {0.06, 0.06, 0.06},
          true);
      Forms.rod(mesh, p(0.8, 0.02, z), p(0.7, 0.7, 0.5 * z), 0.05);
      Forms.rod(mesh, p(-0.6, 0.02, z), p(-0.5, 0.7, 0.5 * z), 0.05);
    }
    rotors(f);
    mesh.pop();
  }

  private static void rotors(Figure f) {
    MeshBuilder mesh = f.mesh();
    double turned = f.dice().between(0, 180);
    mesh.surface(f.cold(0x2c2e30));
    mesh.push(Affine.shift(0.1, 2.68, 0).after(Affine.turnY(turned)));
    mesh.box(0, 0, 0, 7.6, 0.06, 0.26);
    mesh.push(Affine.turnY(90));
    mesh.box(0, 0, 0, 7.6, 0.06, 0.26);
    mesh.pop();
    mesh.surface(f.cold(0x8a9098).cover(1));
    mesh.push(Affine.turnX(90));
    Forms.disc(mesh, 0, 0, 0, 0.4, 3.8);
    mesh.pop();
    mesh.pop();
    mesh.surface(f.cold(0x8a9098).cover(2));
    Forms.disc(mesh, -4.05, 2.2, 0.16, 0, 0.62);
  }

  static void airplane(Figure f) {
    MeshBuilder mesh = f.mesh();
    Surface paint = f.material(0.05).gloss(0.6);
    Surface white = f.warm(0xeceef0, 0.05).gloss(0.5);
    mesh.push(
        Affine.shift(0, 1.3, 0)
            .after(Affine.turnX(f.dice().between(-28, 28)))
            .after(Affine.turnZ(f.factors().lively() ? 14 : -3)));
    mesh.surface(white);
    Forms.tube(
        mesh,
        List.of(p(3.2, -0.05, 0), p(2.7, 0, 0), p(1, 0.08, 0), p(-1, 0.05, 0), p(-3.6, 0.3, 0)),
        new double[] {0.35, 0.5, 0.62, 0.5, 0.12},
        true);
    mesh.surface(paint);
    mesh.push(Affine.shift(0.6, 0.35, 0));
    wing(mesh, 4.9, 1.25, 0.85, -0.15);
    mesh.pop();
    mesh.push(Affine.shift(-3.3, 0.35, 0));
    wing(mesh, 1.7, 0.8, 0.5, -0.2);
    Forms.plate(mesh, new double[][] {{0.5, 0}, {-0.15, 1.25}, {-0.6, 1.25}, {-0.5, 0}}, 0.1);
    mesh.pop();
    mesh.surface(f.warm(0x26343e, 0.1).gloss(0.95));
    Forms.ellipsoid(mesh, 1.35, 0.5, 0, 0.7, 0.3, 0.42);
    mesh.surface(f.hot(0x4a4c50));
    Forms.rod(mesh, p(3.1, -0.05, 0), p(3.35, -0.05, 0), 0.36, 0.2);
    mesh.surface(f.warm(0xc8ccd0, 0.4).gloss(0.9));
    Forms.rod(mesh, p(3.35, -0.05, 0), p(3.6, -0.05, 0), 0.18, 0.02);
    mesh.surface(f.cold(0x50545a).cover(2));
    mesh.push(Affine.shift(3.45, -0.05, 0).after(Affine.turnY(90)));
    Forms.disc(mesh, 0, 0, 0, 0.1, 1.05);
    mesh.pop();
    mesh.surface(f.cold(0x202224));
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.9, -0.4, side * 0.3), p(0.9, -1.05, side * 0.9), 0.05);
      Forms.ellipsoid(mesh, 0.9, -1.1, side * 0.95, 0.25, 0.25, 0.09);
    }
    mesh.pop();
  }

  /// Two wings from root to tip.
  private static void wing(MeshBuilder mesh, double span, double root, double tip, double sweep) {
    for (int side = -1; side <= 1; side += 2) {
      double s = side;
      double r = root / 2;
      double t = tip / 2;
      for (int top = -1; top <= 1; top += 2) {
        mesh.polygon(
            new double[][] {
              {r, top * 0.05, 0},
              {t + sweep, top * 0.03 + 0.1, s * span},
              {-t + sweep, top * 0.03 + 0.1, s * span},
              {-r, top * 0.05, 0}
            });
      }
      mesh.quad(r, -0.05, 0, r, 0.05, 0, t + sweep, 0.13, s * span);
      mesh.quad(-r, -0.05, 0, -r, 0.05, 0, -t + sweep, 0.13, s * span);
    }
  }
}
