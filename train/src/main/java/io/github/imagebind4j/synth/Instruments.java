package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;

/// Bell, drum, guitar, piano.
final class Instruments {
  private Instruments() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void bell(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.cold(0x6a4a2c).pattern(Pattern.WOOD, 0x4a331e, 0.15));
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(side * 0.55, 0.6, 0, 0.09, 1.2, 0.12);
      mesh.box(side * 0.55, 0.04, 0, 0.16, 0.08, 0.5);
    }
    mesh.box(0, 1.16, 0, 1.2, 0.1, 0.13);
    double swing = f.factors().lively() ? f.dice().sign() * f.dice().between(14, 28) : 0;
    mesh.push(Affine.shift(0, 1.08, 0).after(Affine.turnZ(swing)));
    mesh.surface(f.material(1).gloss(0.85));
    Forms.lathe(
        mesh,
        new double[][] {
          {0.36, -0.72},
          {0.37, -0.7},
          {0.3, -0.58},
          {0.24, -0.4},
          {0.215, -0.22},
          {0.19, -0.12},
          {0.12, -0.06},
          {0, -0.05}
        });
    Forms.lathe(mesh, new double[][] {{0.245, -0.44}, {0.262, -0.43}, {0.245, -0.41}});
    Forms.rod(mesh, p(0, -0.06, 0), p(0, 0.03, 0), 0.05);
    mesh.surface(f.warm(0x3a3634, 0.5));
    mesh.push(Affine.turnZ(-1.8 * swing));
    Forms.rod(mesh, p(0, -0.15, 0), p(0, -0.72, 0), 0.02);
    Forms.ball(mesh, 0, -0.75, 0, 0.06);
    mesh.pop();
    mesh.pop();
  }

  static void drum(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.cold(0xb4b8bc).gloss(0.8));
    for (int i = 0; i < 3; i++) {
      double a = 2 * Math.PI * i / 3 + 0.5;
      Forms.rod(
          mesh,
          p(0.2 * Math.cos(a), 0.36, 0.2 * Math.sin(a)),
          p(0.33 * Math.cos(a), 0, 0.33 * Math.sin(a)),
          0.015);
    }
    mesh.push(Affine.shift(0, 0.52, 0).after(Affine.turnZ(f.dice().between(-6, 14))));
    mesh.surface(f.material(0.3));
    Forms.lathe(mesh, new double[][] {{0.3, -0.2}, {0.31, 0}, {0.3, 0.2}}, 28);
    mesh.surface(f.warm(0xf0e8d4, 1));
    Forms.lathe(mesh, new double[][] {{0, 0.205}, {0.3, 0.2}}, 28);
    mesh.surface(f.cold(0xc8ccd0).gloss(0.9));
    for (double y : new double[] {-0.19, 0.195}) {
      mesh.push(Affine.shift(0, y, 0).after(Affine.turnX(90)));
      Forms.torus(mesh, 0, 0, 0, 0.31, 0.018);
      mesh.pop();
    }
    for (int i = 0; i < 8; i++) {
      double a = Math.PI * i / 4;
      Forms.rod(
          mesh,
          p(0.325 * Math.cos(a), -0.18, 0.325 * Math.sin(a)),
          p(0.325 * Math.cos(a), 0.18, 0.325 * Math.sin(a)),
          0.009);
    }
    mesh.surface(f.cold(0xc89a5c));
    double lift = f.factors().lively() ? 0.22 : 0.08;
    stick(mesh, p(0.05, 0.22, 0.06), p(0.28, 0.3 + lift, 0.36));
    stick(mesh, p(-0.04, 0.22 + 0.6 * lift, 0.02), p(0.2, 0.42 + lift, -0.3));
    mesh.pop();
  }

  private static void stick(MeshBuilder mesh, double[] tip, double[] end) {
    Forms.rod(mesh, tip, end, 0.01, 0.014);
    Forms.ball(mesh, tip[0], tip[1], tip[2], 0.018);
  }

  static void guitar(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.push(f.facing().after(Affine.turnX(-8)).after(Affine.turnZ(f.dice().between(-14, 14))));
    int wood = f.colour(0xc88844, 0x8a3a1e, 0xd8b070, 0x3a2418, 0xa82a20);
    double[][] body = new double[36][];
    for (int i = 0; i < 36; i++) {
      double a = 2 * Math.PI * i / 36;
      double y = 0.25 + 0.245 * Math.sin(a);
      double lower = Math.exp(-Math.pow((y - 0.14) / 0.13, 2));
      double upper = Math.exp(-Math.pow((y - 0.41) / 0.1, 2));
      double wide = Math.max(0, 0.05 + 0.15 * lower + 0.1 * upper);
      body[i] =
          new double[] {wide * Math.signum(Math.cos(a)) * Math.pow(Math.abs(Math.cos(a)), 0.6), y};
    }
    mesh.surface(f.warm(wood, 1).pattern(Pattern.WOOD, Figure.shade(wood, 0.5), 0.07).gloss(0.6));
    Forms.plate(mesh, body, 0.1);
    for (int side = -1; side <= 1; side += 2) {
      double z = side * 0.053;
      mesh.surface(f.cold(0x120c08));
      Forms.disc(mesh, 0, 0.3, z, 0, 0.05);
      mesh.box(0, 0.14, z, 0.12, 0.02, 0.012);
      mesh.surface(f.cold(0x2a1a10));
      mesh.box(0, 0.63, side * 0.045, 0.05, 0.6, 0.03);
      mesh.surface(f.cold(0xe4e4e0).gloss(0.9));
      for (int s = -1; s <= 1; s++) {
        mesh.box(0.014 * s, 0.53, side * 0.064, 0.003, 0.8, 0.003);
      }
    }
    mesh.surface(f.cold(0x3a2416));
    mesh.box(0, 0.63, 0, 0.048, 0.6, 0.06);
    mesh.box(0, 0.97, 0, 0.085, 0.14, 0.03);
    mesh.surface(f.cold(0xd0d0c8).gloss(0.9));
    for (int i = 0; i < 3; i++) {
      for (int side = -1; side <= 1; side += 2) {
        Forms.rod(
            mesh, p(side * 0.04, 0.93 + 0.045 * i, 0), p(side * 0.065, 0.93 + 0.045 * i, 0), 0.01);
      }
    }
    mesh.surface(f.cold(0x303030));
    Forms.rod(mesh, p(0, 0.35, -0.06), p(0, 0.02, -0.22), 0.012);
    mesh.pop();
  }

  static void piano(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.push(f.facing());
    int wood = f.colour(0x14110f, 0x5a3018, 0x8a5a34, 0x14110f);
    Surface body =
        f.warm(wood, 0.6).pattern(Pattern.WOOD, Figure.shade(wood, 0.65), 0.2).gloss(0.7);
    mesh.surface(body);
    mesh.box(0, 0.62, -0.2, 1.45, 1.24, 0.35);
    mesh.box(0, 0.64, 0.13, 1.45, 0.06, 0.36);
    mesh.box(0, 1.26, -0.2, 1.52, 0.04, 0.42);
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(side * 0.7, 0.33, 0.22, 0.07, 0.6, 0.09);
      mesh.box(side * 0.7, 0.74, 0.13, 0.06, 0.16, 0.36);
    }
    mesh.surface(f.warm(0xf6f4ec, 0.8).gloss(0.5));
    mesh.box(0, 0.69, 0.17, 1.32, 0.03, 0.2);
    mesh.surface(f.warm(0x0c0b0b, 0.8).gloss(0.6));
    for (int i = 0; i < 26; i++) {
      if (i % 7 != 2 && i % 7 != 6) {
        mesh.box(-0.63 + 0.05 * i, 0.715, 0.12, 0.028, 0.03, 0.12);
      }
    }
    mesh.surface(f.warm(0x2a2622, 0.3));
    for (int i = 0; i < 27; i++) {
      mesh.box(-0.655 + 0.05 * i, 0.708, 0.22, 0.004, 0.003, 0.1);
    }
    mesh.surface(f.cold(0xf4f0e4));
    mesh.push(Affine.shift(0, 1.0, -0.0).after(Affine.turnX(-12)));
    mesh.box(0, 0, 0, 0.4, 0.26, 0.01);
    mesh.pop();
    mesh.surface(f.cold(0xc8a040).gloss(0.9));
    mesh.box(-0.06, 0.08, 0.02, 0.04, 0.02, 0.1);
    mesh.box(0.06, 0.08, 0.02, 0.04, 0.02, 0.1);
    mesh.surface(body.colour(f.factors().lively() ? 0x7a2020 : 0x2a2a2a));
    mesh.box(0.1, 0.46, 0.62, 0.5, 0.06, 0.3);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.1 + side * 0.2, 0.44, 0.55), p(0.1 + side * 0.22, 0, 0.52), 0.02);
      Forms.rod(mesh, p(0.1 + side * 0.2, 0.44, 0.7), p(0.1 + side * 0.22, 0, 0.73), 0.02);
    }
    mesh.pop();
  }
}
