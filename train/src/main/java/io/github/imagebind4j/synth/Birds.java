package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Songbird and rooster.
final class Birds {
  private Birds() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void songbird(Figure f) {
    MeshBuilder mesh = f.mesh();
    int back = f.colour(0x3a6aa8, 0xc8a030, 0x7a5a3a, 0xb8442e, 0x4a7a4a);
    mesh.surface(f.cold(0x5a4430).pattern(Pattern.WOOD, 0x3a2c1e, 0.05));
    Forms.tube(
        mesh,
        List.of(p(-0.24, -0.01, 0.03), p(-0.05, 0.03, 0), p(0.1, 0.03, 0), p(0.26, 0.07, -0.03)),
        new double[] {0.02, 0.014, 0.013, 0.008},
        true);
    Forms.rod(mesh, p(-0.18, -0.02, 0.02), p(-0.19, 0.0, 0.02), 0.03);
    mesh.surface(f.warm(0xb8702e, 0.3));
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.01, 0.1, side * 0.022), p(0.03, 0.04, side * 0.02), 0.006);
    }
    mesh.surface(f.hide(back, Figure.shade(back, 0.5), Pattern.GRAIN, 0.03));
    Forms.tube(
        mesh,
        List.of(p(-0.09, 0.09, 0), p(-0.05, 0.11, 0), p(0.02, 0.135, 0), p(0.07, 0.175, 0)),
        new double[] {0.02, 0.05, 0.062, 0.045},
        true);
    Forms.ball(mesh, 0.085, 0.195, 0, 0.04);
    mesh.surface(f.warm(Figure.shade(back, 0.5), 0.5));
    mesh.push(Affine.shift(-0.08, 0.095, 0).after(Affine.turnZ(20)));
    Forms.plate(
        mesh,
        new double[][] {
          {0.02, -0.015}, {0.02, 0.02}, {-0.13, 0.02}, {-0.15, -0.005}, {-0.12, -0.02}
        },
        0.03);
    mesh.pop();
    for (int side = -1; side <= 1; side += 2) {
      Forms.ellipsoid(mesh, -0.02, 0.125, side * 0.052, 0.075, 0.035, 0.014);
    }
    mesh.surface(f.hide(0xe8dcc0, 0xd8a868, Pattern.MOTTLED, 0.04));
    Forms.ellipsoid(mesh, 0.035, 0.115, 0, 0.05, 0.05, 0.05);
    mesh.surface(f.warm(0xe0a030, 0.2));
    double open = f.factors().lively() ? 0.014 : 0.003;
    Forms.rod(mesh, p(0.118, 0.197 + open, 0), p(0.16, 0.196 + 1.7 * open, 0), 0.012, 0.001);
    Forms.rod(mesh, p(0.118, 0.19 - open, 0), p(0.15, 0.188 - 1.7 * open, 0), 0.01, 0.001);
    mesh.surface(f.warm(0x101010, 0.8).gloss(0.9));
    Forms.ball(mesh, 0.108, 0.206, 0.032, 0.008);
    Forms.ball(mesh, 0.108, 0.206, -0.032, 0.008);
  }

  static void rooster(Figure f) {
    MeshBuilder mesh = f.mesh();
    int body = f.colour(0x9a3e1c, 0xe8e2d4, 0x2c2a2c, 0xb8702a);
    mesh.surface(f.warm(0xd8a030, 0.4));
    for (int side = -1; side <= 1; side += 2) {
      double z = side * 0.05;
      Forms.rod(mesh, p(-0.01, 0.2, z), p(0, 0.02, z), 0.016);
      Forms.rod(mesh, p(-0.05, 0.012, z), p(0.08, 0.012, z), 0.012);
    }
    mesh.surface(f.hide(body, Figure.shade(body, 0.5), Pattern.GRAIN, 0.06));
    Forms.tube(
        mesh,
        List.of(p(-0.19, 0.34, 0), p(-0.1, 0.29, 0), p(0.05, 0.29, 0), p(0.13, 0.38, 0)),
        new double[] {0.05, 0.125, 0.13, 0.08},
        true);
    mesh.surface(f.hide(0xc8842e, body, Pattern.MOTTLED, 0.06));
    double up = f.factors().lively() ? 0.05 : 0;
    Forms.tube(
        mesh,
        List.of(p(0.08, 0.33, 0), p(0.14, 0.44, 0), p(0.16, 0.52 + up, 0)),
        new double[] {0.105, 0.07, 0.05},
        true);
    Forms.ball(mesh, 0.17, 0.54 + up, 0, 0.05);
    mesh.surface(f.hot(0xc81e1e));
    mesh.push(Affine.shift(0.17, 0.565 + up, 0));
    Forms.plate(
        mesh,
        new double[][] {
          {-0.06, 0},
          {-0.065, 0.06},
          {-0.03, 0.035},
          {-0.01, 0.085},
          {0.015, 0.04},
          {0.04, 0.075},
          {0.06, 0}
        },
        0.018);
    mesh.pop();
    Forms.ellipsoid(mesh, 0.205, 0.475 + up, 0, 0.018, 0.04, 0.02);
    mesh.surface(f.warm(0xe0b040, 0.3));
    Forms.rod(mesh, p(0.21, 0.54 + up, 0), p(0.27, 0.53 + up, 0), 0.02, 0.002);
    mesh.surface(f.warm(0x101010, 0.8).gloss(0.9));
    Forms.ball(mesh, 0.195, 0.555 + up, 0.042, 0.01);
    Forms.ball(mesh, 0.195, 0.555 + up, -0.042, 0.01);
    int tail = f.colour(0x16362e, 0x1c2444, 0x3a1a20);
    for (int i = 0; i < 6; i++) {
      double spread = 0.035 * (i - 2.5);
      mesh.surface(f.warm(tail + 0x060606 * i, 0.3).gloss(0.5));
      Forms.tube(
          mesh,
          List.of(
              p(-0.16, 0.34, 0.3 * spread),
              p(-0.24, 0.5 + 0.02 * i, spread),
              p(-0.36 - 0.012 * i, 0.55 + 0.015 * i, spread),
              p(-0.44 - 0.01 * i, 0.42 - 0.03 * i, spread)),
          new double[] {0.03, 0.034, 0.03, 0.006},
          true);
    }
    mesh.surface(f.warm(Figure.shade(body, 0.5), 0.6));
    for (int side = -1; side <= 1; side += 2) {
      Forms.ellipsoid(mesh, -0.04, 0.3, side * 0.12, 0.12, 0.075, 0.025);
    }
  }
}
