package io.github.imagebind4j.synth;

import java.util.List;

/// Car and motorcycle.
final class RoadVehicles {
  private RoadVehicles() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  private static void wheel(Figure f, double x, double y, double z, double radius, double wide) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.warm(0x1c1c1e, 0.25));
    mesh.push(Affine.shift(x, y, z).after(Affine.turnX(90)));
    double r = radius;
    double h = wide / 2;
    Forms.lathe(
        mesh,
        new double[][] {
          {0.55 * r, -h}, {0.93 * r, -h}, {r, -0.6 * h}, {r, 0.6 * h}, {0.93 * r, h}, {0.55 * r, h}
        });
    mesh.surface(f.warm(0xb4b8bc, 0.3).gloss(0.7));
    Forms.lathe(mesh, new double[][] {{0, -0.8 * h}, {0.56 * r, -0.8 * h}});
    Forms.lathe(mesh, new double[][] {{0, 0.8 * h}, {0.56 * r, 0.8 * h}});
    mesh.pop();
  }

  static void car(Figure f) {
    MeshBuilder mesh = f.mesh();
    Surface paint = f.material(0.12).gloss(0.75);
    double roof = f.dice().between(1.36, 1.5);
    double back = f.dice().between(-1.9, -1.2);
    mesh.surface(paint);
    Forms.plate(
        mesh,
        new double[][] {
          {-2.1, 0.35},
          {-2.12, 0.75},
          {-2.0, 0.93},
          {1.0, 0.95},
          {1.95, 0.78},
          {2.1, 0.6},
          {2.1, 0.35}
        },
        1.66);
    mesh.surface(f.material(1).gloss(0.75)); // the bonnet, warm from the engine
    mesh.quad(0.95, 0.965, -0.78, 0.95, 0.965, 0.78, 1.96, 0.795, 0.78);
    mesh.surface(f.warm(0x17191c, 0.9)); // the grille
    mesh.box(2.11, 0.55, 0, 0.03, 0.22, 1.1);
    mesh.surface(f.cold(0x27323c).gloss(0.95).celsius(f.between(0.05)));
    Forms.plate(
        mesh,
        new double[][] {{back, 0.93}, {back + 0.4, roof - 0.06}, {0.25, roof - 0.06}, {0.95, 0.95}},
        1.42);
    mesh.surface(paint);
    mesh.box((back + 0.65) / 2, roof - 0.03, 0, 0.2 - back, 0.07, 1.36);
    for (int side = -1; side <= 1; side += 2) {
      double z = side * 0.7;
      Forms.rod(mesh, p(back, 0.93, z), p(back + 0.4, roof - 0.04, z), 0.045);
      Forms.rod(mesh, p(0.95, 0.95, z), p(0.25, roof - 0.04, z), 0.035);
      Forms.rod(mesh, p(-0.3, 0.93, z), p(-0.3, roof - 0.04, z), 0.04);
      mesh.surface(f.warm(0xfff4d0, 0.3).glow(f.factors().lively() ? 0.9 : 0.25));
      Forms.ellipsoid(mesh, 2.06, 0.66, side * 0.62, 0.06, 0.09, 0.15);
      mesh.surface(f.warm(0xd02020, 0.2).glow(0.3));
      mesh.box(-2.11, 0.72, side * 0.62, 0.05, 0.14, 0.3);
      mesh.surface(paint);
    }
    for (int side = -1; side <= 1; side += 2) {
      wheel(f, -1.3, 0.33, side * 0.76, 0.33, 0.22);
      wheel(f, 1.3, 0.33, side * 0.76, 0.33, 0.22);
    }
    mesh.surface(f.hot(0x40403e));
    Forms.rod(mesh, p(-2.05, 0.28, 0.45), p(-2.22, 0.28, 0.45), 0.05);
    exhaust(f, -2.35, 0.3, 0.45, 0.16);
  }

  private static void exhaust(Figure f, double x, double y, double z, double radius) {
    int count = 2 + (int) (5 * f.factors().vigour());
    for (int i = 0; i < count; i++) {
      f.puff(
          x - 0.9 * radius * i,
          y + 0.3 * radius * i,
          z + f.dice().between(-0.05, 0.05),
          radius * (1 + 0.35 * i),
          0xc8c8c8,
          0.28 / (1 + 0.35 * i),
          0,
          f.between(0.5 / (1 + i)));
    }
  }

  static void motorcycle(Figure f) {
    MeshBuilder mesh = f.mesh();
    wheel(f, -0.7, 0.31, 0, 0.31, 0.13);
    wheel(f, 0.72, 0.31, 0, 0.31, 0.11);
    Surface steel = f.warm(0xaeb4ba, 0.3).gloss(0.85);
    mesh.surface(steel);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.72, 0.31, side * 0.09), p(0.45, 0.95, side * 0.07), 0.025);
      Forms.rod(mesh, p(-0.7, 0.31, side * 0.09), p(-0.1, 0.42, side * 0.09), 0.03);
      Forms.rod(mesh, p(-0.62, 0.35, side * 0.1), p(-0.5, 0.72, side * 0.1), 0.02);
    }
    Forms.tube(
        mesh,
        List.of(p(0.32, 1.02, -0.38), p(0.42, 1.0, -0.15), p(0.42, 1.0, 0.15), p(0.32, 1.02, 0.38)),
        new double[] {0.02, 0.02, 0.02, 0.02},
        true);
    mesh.surface(f.hot(0x6e7276).gloss(0.6));
    Forms.pillow(mesh, 0.02, 0.4, 0, 0.24, 0.17, 0.13);
    for (int i = 0; i < 4; i++) {
      mesh.box(0.08, 0.5 + 0.05 * i, 0, 0.26, 0.02, 0.28);
    }
    mesh.surface(f.material(0.25).gloss(0.8));
    mesh.push(Affine.shift(0.17, 0.8, 0).after(Affine.turnZ(-10)));
    Forms.ellipsoid(mesh, 0, 0, 0, 0.29, 0.13, 0.15);
    mesh.pop();
    mesh.box(-0.62, 0.66, 0, 0.3, 0.04, 0.15);
    Forms.tube(
        mesh,
        List.of(p(0.95, 0.62, 0), p(0.78, 0.68, 0), p(0.6, 0.62, 0)),
        new double[] {0.05, 0.065, 0.05},
        true);
    mesh.surface(f.warm(0x201e1e, 0.2));
    Forms.pillow(mesh, -0.3, 0.76, 0, 0.32, 0.06, 0.13);
    Forms.ellipsoid(mesh, -0.58, 0.82, 0, 0.13, 0.07, 0.11);
    mesh.surface(f.warm(0xfff2c8, 0.3).glow(f.factors().lively() ? 0.9 : 0.3));
    Forms.ball(mesh, 0.57, 0.87, 0, 0.1);
    mesh.surface(f.hot(0xc0c4c8).gloss(0.9));
    for (int side = -1; side <= 1; side += 2) {
      Forms.tube(
          mesh,
          List.of(
              p(0.15, 0.4, side * 0.15),
              p(0.05, 0.24, side * 0.17),
              p(-0.4, 0.24, side * 0.17),
              p(-0.85, 0.32, side * 0.18)),
          new double[] {0.03, 0.035, 0.05, 0.055},
          true);
    }
    exhaust(f, -0.98, 0.34, 0.18, 0.1);
  }
}
