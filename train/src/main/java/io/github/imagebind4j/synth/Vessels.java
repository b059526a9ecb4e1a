package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;

/// Train and boat.
final class Vessels {
  private Vessels() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  private static void smoke(Figure f, double x, double y, double radius, int colour) {
    int count = 4 + (int) (8 * f.factors().vigour());
    double wind = f.dice().between(0.5, 1.1);
    for (int i = 0; i < count; i++) {
      f.puff(
          x - wind * radius * i,
          y + radius * (0.4 + 0.85 * Math.sqrt(i)),
          f.dice().between(-0.2, 0.2) * radius * i,
          radius * (0.8 + 0.28 * i),
          colour,
          0.75 / (1 + 0.1 * i),
          0,
          f.between(0.6 / (1 + 0.5 * i)));
    }
  }

  static void train(Figure f) {
    MeshBuilder mesh = f.mesh();
    Surface paint = f.material(0.2).gloss(0.5);
    Surface black = f.warm(0x26282a, 0.3).gloss(0.4);
    mesh.surface(f.cold(0x6a6e72));
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(0, 0.06, side * 0.75, 60, 0.12, 0.08);
    }
    mesh.surface(f.cold(0x4a3a2c));
    for (int i = -20; i <= 20; i++) {
      mesh.box(0.75 * i, 0.03, 0, 0.25, 0.06, 2.4);
    }
    mesh.surface(f.material(0.9).gloss(0.5));
    mesh.push(Affine.shift(0, 1.95, 0).after(Affine.turnZ(-90)));
    Forms.lathe(mesh, new double[][] {{0.8, -1.1}, {0.8, 2.9}, {0.74, 3.0}, {0, 3.02}});
    mesh.pop();
    mesh.surface(black);
    mesh.box(0.6, 1.05, 0, 5.0, 0.3, 1.9);
    mesh.box(3.0, 0.8, 0, 0.15, 0.5, 2.2);
    mesh.push(Affine.shift(2.4, 2.6, 0));
    Forms.lathe(mesh, new double[][] {{0.24, 0}, {0.24, 0.55}, {0.36, 0.85}, {0.3, 0.86}});
    mesh.pop();
    mesh.surface(f.hot(0xc8a040).gloss(0.9));
    mesh.push(Affine.shift(0.9, 2.65, 0));
    Forms.lathe(mesh, new double[][] {{0.35, 0}, {0.35, 0.2}, {0.22, 0.4}, {0, 0.45}});
    mesh.pop();
    mesh.surface(paint);
    mesh.box(-1.9, 2.15, 0, 1.5, 1.9, 2.1);
    mesh.surface(black);
    mesh.box(-1.9, 3.2, 0, 1.9, 0.14, 2.4);
    mesh.surface(f.warm(0xe8c878, 0.5).glow(0.3));
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(-1.9, 2.55, side * 1.06, 0.8, 0.6, 0.02);
    }
    mesh.surface(f.warm(0xfff2c8, 0.4).glow(0.9));
    Forms.ball(mesh, 3.1, 2.35, 0, 0.2);
    wheels(f, black);
    wagon(f, -6.2);
    wagon(f, -12.2);
    smoke(f, 2.4, 3.6, 0.5, f.factors().lively() ? 0x8a8886 : 0xd8d8d8);
  }

  private static void wheels(Figure f, Surface black) {
    MeshBuilder mesh = f.mesh();
    for (int side = -1; side <= 1; side += 2) {
      for (double x : new double[] {-1.6, -0.2, 1.2, 2.4}) {
        double r = x > 2 ? 0.36 : 0.62;
        mesh.surface(f.warm(0x8a2420, 0.3));
        mesh.push(Affine.shift(x, r + 0.1, side * 0.85));
        Forms.torus(mesh, 0, 0, 0, 0.86 * r, 0.13 * r);
        for (int spoke = 0; spoke < 3; spoke++) {
          mesh.push(Affine.turnZ(60 * spoke));
          mesh.box(0, 0, 0, 1.7 * r, 0.07, 0.05);
          mesh.pop();
        }
        mesh.pop();
      }
      mesh.surface(black.gloss(0.8).colour(0xa8acb0));
      Forms.rod(mesh, p(-1.6, 0.55, side * 1.0), p(1.2, 0.55, side * 1.0), 0.06);
    }
  }

  private static void wagon(Figure f, double x) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(
        f.warm(f.colour(0x3a5a3a, 0x7a2e28, 0x8a6a34, 0x34466a), 0.08)
            .pattern(Pattern.WINDOWS, 0xe0d8b0, 1.1));
    mesh.box(x, 2.0, 0, 5.4, 2.0, 2.1);
    mesh.surface(f.warm(0x4a4a4c, 0.05));
    mesh.push(Affine.shift(x, 3.0, 0).after(Affine.scale(1, 0.3, 1)));
    Forms.rod(mesh, p(-2.75, 0, 0), p(2.75, 0, 0), 1.1);
    mesh.pop();
    mesh.surface(f.warm(0x2a2a2c, 0.1));
    for (int side = -1; side <= 1; side += 2) {
      for (double wheel : new double[] {-1.9, -1.2, 1.2, 1.9}) {
        mesh.push(Affine.shift(x + wheel, 0.45, side * 0.85));
        Forms.torus(mesh, 0, 0, 0, 0.28, 0.08);
        Forms.disc(mesh, 0, 0, 0, 0, 0.26);
        mesh.pop();
      }
    }
  }

  static void boat(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.push(Affine.turnX(f.dice().between(-4, 4)));
    mesh.surface(f.material(0.1).gloss(0.4));
    hull(mesh, 0.95, 1.0);
    mesh.surface(f.warm(0x8a2e24, 0.05));
    hull(mesh, 0.3, 0.97);
    mesh.surface(f.warm(0xa97c4c, 0.1).pattern(Pattern.WOOD, 0x7a5632, 0.3));
    mesh.polygon(
        new double[][] {
          {-2.9, 0.85, -0.9}, {1.2, 0.85, -1.0}, {3.1, 0.95, 0}, {1.2, 0.85, 1.0}, {-2.9, 0.85, 0.9}
        });
    mesh.surface(f.warm(0xf0eee6, 0.3));
    Forms.pillow(mesh, -0.2, 1.4, 0, 1.0, 0.62, 0.7);
    mesh.surface(f.warm(0x26343e, 0.2).gloss(0.9));
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(-0.2, 1.62, side * 0.69, 1.3, 0.32, 0.05);
    }
    mesh.box(0.78, 1.62, 0, 0.05, 0.32, 1.0);
    mesh.surface(f.hot(0xc83a24));
    mesh.push(Affine.shift(-1.25, 0.9, 0));
    Forms.lathe(mesh, new double[][] {{0.36, 0}, {0.34, 1.3}});
    mesh.surface(f.hot(0x1c1c1c));
    Forms.lathe(mesh, new double[][] {{0.35, 1.3}, {0.35, 1.65}, {0, 1.6}});
    mesh.pop();
    mesh.surface(f.cold(0xd8d4c8));
    Forms.rod(mesh, p(0.4, 1.9, 0), p(0.4, 3.2, 0), 0.05);
    Forms.rod(mesh, p(2.7, 0.9, 0), p(0.4, 3.1, 0), 0.02);
    mesh.surface(f.cold(f.paint()));
    mesh.quad(0.4, 3.2, 0, -0.35, 3.1, 0, -0.35, 2.75, 0);
    mesh.surface(f.cold(0xe85a20));
    for (double x : new double[] {-0.9, 1.6}) {
      Forms.torus(mesh, x, 0.62, 1.02, 0.22, 0.07);
      Forms.torus(mesh, x, 0.62, -1.02, 0.22, 0.07);
    }
    mesh.pop();
    smoke(f, -1.25, 2.6, 0.35, f.factors().lively() ? 0x5a5856 : 0xc8c8c8);
    for (int i = 0; i < 10 * f.factors().vigour(); i++) {
      double z = f.dice().between(-0.7, 0.7);
      f.puff(-3.2 - 0.25 * i, 0.15, z, 0.35, 0xf4f8fa, 0.6, 0, f.factors().airCelsius() - 4);
      f.puff(
          2.9 - 0.2 * i,
          0.12,
          1.1 * f.dice().sign(),
          0.25,
          0xf4f8fa,
          0.5,
          0,
          f.factors().airCelsius() - 4);
    }
  }

  private static void hull(MeshBuilder mesh, double top, double wide) {
    mesh.sheet(
        14,
        12,
        false,
        (i, j, out) -> {
          double along = i / 14.0;
          double x = -3.0 + 6.3 * along;
          double bow = Math.sqrt(Math.max(0, 1 - Math.pow(Math.max(0, (along - 0.45) / 0.55), 2)));
          double across = Math.PI * (j / 12.0) - Math.PI / 2;
          double deep = Math.pow(Math.abs(Math.cos(across)), 0.6);
          out[0] = x + 0.25 * along * (1 - deep);
          out[1] = top + 0.25 * along * along - (top + 0.1) * deep;
          out[2] =
              wide * 1.05 * bow * Math.signum(across) * Math.pow(Math.abs(Math.sin(across)), 0.5);
        });
    mesh.quad(-3.0, top, -1.0 * wide, -3.0, top, 1.0 * wide, -3.0, -0.1, 0.6 * wide);
  }
}
