package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Saw, siren, windmill.
final class Machines {
  private Machines() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void saw(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.cold(0x8a6238).pattern(Pattern.WOOD, 0x5c4024, 0.08));
    Forms.rod(mesh, p(0.05, 0.11, -0.4), p(0.05, 0.11, 0.4), 0.11);
    mesh.surface(f.cold(0xd8b47c).pattern(Pattern.WOOD, 0xb08a54, 0.06));
    mesh.push(Affine.shift(0.05, 0.11, 0));
    Forms.disc(mesh, 0, 0, 0.401, 0, 0.11);
    Forms.disc(mesh, 0, 0, -0.401, 0, 0.11);
    mesh.pop();
    double slide = f.dice().between(-0.14, 0.14);
    mesh.push(Affine.shift(slide - 0.02, 0.2, 0).after(Affine.turnZ(-14)));
    double[][] blade = new double[25][];
    blade[0] = new double[] {-0.3, 0.17};
    blade[1] = new double[] {0.42, 0.07};
    blade[2] = new double[] {0.42, 0.01};
    for (int i = 3; i < 25; i++) {
      double x = 0.42 - 0.72 * (i - 2) / 22.0;
      blade[i] = new double[] {x, i % 2 == 0 ? 0 : -0.035};
    }
    mesh.surface(f.material(1).gloss(0.7));
    Forms.plate(mesh, blade, 0.008);
    mesh.surface(f.warm(f.paint(), 0.15));
    mesh.push(Affine.shift(-0.38, 0.09, 0));
    Forms.plate(
        mesh,
        new double[][] {
          {0.12, 0.1},
          {0.12, -0.09},
          {0.02, -0.13},
          {-0.02, -0.09},
          {0.05, -0.05},
          {0.05, 0.06},
          {0, 0.08},
          {-0.02, 0.13}
        },
        0.035);
    Forms.tube(
        mesh,
        List.of(p(0, 0.11, 0), p(-0.07, 0.08, 0), p(-0.08, -0.04, 0), p(0, -0.11, 0)),
        new double[] {0.022, 0.024, 0.024, 0.022},
        true);
    mesh.pop();
    mesh.pop();
    int dust = 4 + (int) (10 * f.factors().vigour());
    for (int i = 0; i < dust; i++) {
      f.puff(
          0.08 + f.dice().between(-0.08, 0.12),
          f.dice().between(0, 0.2),
          f.dice().between(-0.06, 0.12),
          0.03,
          0xe0c48c,
          0.55,
          0,
          f.between(0.3));
    }
  }

  static void siren(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.cold(0x8a8e92).gloss(0.4));
    Forms.rod(mesh, p(0, 0, 0), p(0, 1.75, 0), 0.06);
    mesh.box(0, 0.03, 0, 0.4, 0.06, 0.4);
    mesh.surface(f.material(0.4));
    mesh.box(0, 1.65, 0, 0.3, 0.32, 0.26);
    for (int side = -1; side <= 1; side += 2) {
      mesh.push(Affine.shift(side * 0.14, 1.65, 0).after(Affine.turnZ(-side * 90)));
      mesh.surface(f.material(0.2));
      Forms.lathe(
          mesh, new double[][] {{0.05, 0}, {0.06, 0.12}, {0.1, 0.24}, {0.17, 0.33}, {0.26, 0.39}});
      mesh.surface(f.warm(0x1c1a1a, 0.8));
      Forms.lathe(mesh, new double[][] {{0, 0.2}, {0.08, 0.2}});
      mesh.pop();
    }
    mesh.surface(f.cold(0x2a2a2c));
    Forms.rod(mesh, p(0, 1.8, 0), p(0, 1.86, 0), 0.16);
    int lamp = f.colour(0xe02020, 0x2048e8, 0xe88a18);
    mesh.surface(f.hot(lamp).glow(f.factors().lively() ? 1.0 : 0.5).gloss(0.6));
    mesh.push(Affine.shift(0, 1.86, 0));
    Forms.lathe(mesh, new double[][] {{0.14, 0}, {0.14, 0.14}, {0.1, 0.22}, {0, 0.25}});
    mesh.pop();
    double bright = 0.25 + 0.3 * f.factors().vigour();
    f.puff(0, 2.0, 0, 0.5 + 0.35 * f.factors().vigour(), lamp, bright, 1, f.between(0.15));
  }

  static void windmill(Figure f) {
    MeshBuilder mesh = f.mesh();
    boolean wood = f.factors().material() == Material.WOOD;
    mesh.surface(
        wood
            ? f.warm(0x7a5636, 0.5).pattern(Pattern.STRIPES, 0x5c4028, 0.5)
            : f.warm(0xe8e2d4, 0.5).pattern(Pattern.BRICKS, 0xc4bcaa, 0.8));
    Forms.lathe(mesh, new double[][] {{1.75, 0}, {1.35, 3.2}, {1.1, 5.4}}, 10);
    mesh.surface(f.warm(0x3a2c24, 0.5));
    mesh.push(Affine.shift(0, 5.4, 0));
    Forms.lathe(mesh, new double[][] {{1.3, 0}, {1.2, 0.35}, {0.6, 1.1}, {0, 1.35}}, 12);
    mesh.pop();
    mesh.surface(f.warm(0x2c3a44, 0.8).gloss(0.6));
    mesh.push(f.facing());
    mesh.box(0, 2.6, 1.42, 0.5, 0.8, 0.1);
    mesh.box(0, 0.9, 1.66, 0.8, 1.7, 0.1);
    mesh.push(Affine.shift(0, 5.7, 1.7).after(Affine.turnZ(f.dice().between(0, 90))));
    mesh.surface(f.warm(0x4a3826, 0.4));
    mesh.push(Affine.turnX(90));
    Forms.rod(mesh, p(0, -0.7, 0), p(0, 0.2, 0), 0.22);
    mesh.pop();
    for (int i = 0; i < 4; i++) {
      mesh.push(Affine.turnZ(90 * i));
      mesh.surface(f.warm(0x4a3826, 0.4));
      mesh.box(0, 2.0, 0, 0.16, 4.0, 0.12);
      mesh.surface(
          f.cold(0xf0ead8)
              .pattern(Pattern.TILES, 0x6a5a44, 0.45)
              .cover(f.factors().lively() ? 3 : 4));
      mesh.box(0.42, 2.35, 0.03, 0.75, 3.0, 0.03);
      mesh.pop();
    }
    mesh.pop();
    mesh.pop();
  }
}
