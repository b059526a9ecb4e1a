package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Kettle, clock, fan, glass, washing machine.
final class Household {
  private Household() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void kettle(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.material(1));
    Forms.lathe(
        mesh,
        new double[][] {
          {0, 0},
          {0.12, 0},
          {0.135, 0.02},
          {0.13, 0.07},
          {0.1, 0.13},
          {0.06, 0.165},
          {0.055, 0.175},
          {0, 0.185}
        });
    Forms.tube(
        mesh,
        List.of(p(0.1, 0.07, 0), p(0.17, 0.11, 0), p(0.2, 0.17, 0), p(0.23, 0.185, 0)),
        new double[] {0.035, 0.025, 0.018, 0.017},
        true);
    mesh.surface(f.warm(0x201c1a, 0.5));
    Forms.ball(mesh, 0, 0.2, 0, 0.02);
    mesh.surface(f.warm(0x2c2420, 0.3).gloss(0.3));
    Forms.tube(
        mesh,
        List.of(
            p(-0.1, 0.12, 0), p(-0.1, 0.22, 0), p(0, 0.275, 0), p(0.09, 0.22, 0), p(0.09, 0.13, 0)),
        new double[] {0.01, 0.013, 0.015, 0.013, 0.01},
        true);
    mesh.surface(f.hot(0x3a3230));
    mesh.push(Affine.shift(0, -0.002, 0));
    Forms.lathe(mesh, new double[][] {{0.15, 0}, {0.15, 0.015}, {0.12, 0.016}});
    mesh.pop();
    int steam = (int) (12 * f.factors().vigour());
    for (int i = 0; i < steam; i++) {
      f.puff(
          0.24 + 0.015 * i + f.dice().between(-0.01, 0.01) * i,
          0.2 + 0.03 * i,
          f.dice().between(-0.01, 0.01) * i,
          0.025 + 0.007 * i,
          0xf4f6f8,
          0.6 * f.factors().vigour() / (1 + 0.12 * i),
          0,
          f.between(0.9 / (1 + 0.25 * i)));
    }
  }

  static void clock(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.push(f.facing().after(Affine.shift(0, 0.2, 0)));
    boolean round = f.factors().hue() < 0.6;
    mesh.surface(f.material(0.3));
    if (round) {
      mesh.push(Affine.turnX(90));
      Forms.lathe(
          mesh,
          new double[][] {
            {0, -0.06}, {0.18, -0.06}, {0.19, -0.04}, {0.19, 0.035}, {0.175, 0.05}, {0.165, 0.045}
          });
      mesh.pop();
    } else {
      Forms.plate(
          mesh,
          new double[][] {{-0.2, -0.2}, {0.2, -0.2}, {0.2, 0.1}, {0, 0.26}, {-0.2, 0.1}},
          0.12);
    }
    double front = round ? 0.042 : 0.062;
    for (int side = -1; side <= 1; side += 2) {
      face(f, side * front, side, round);
    }
    mesh.surface(f.material(0.2));
    mesh.box(-0.1, -0.185, 0, 0.05, 0.03, 0.14);
    mesh.box(0.1, -0.185, 0, 0.05, 0.03, 0.14);
    if (round) {
      mesh.surface(f.material(0.3).gloss(0.9));
      for (int side = -1; side <= 1; side += 2) {
        mesh.push(Affine.shift(side * 0.1, 0.185, 0).after(Affine.turnZ(-side * 25)));
        Forms.lathe(mesh, new double[][] {{0.06, 0}, {0.05, 0.03}, {0, 0.05}});
        mesh.pop();
      }
    }
    mesh.pop();
  }

  private static void face(Figure f, double z, int side, boolean round) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.warm(0xf6f2e6, 0.4));
    double y = round ? 0 : -0.02;
    Forms.disc(mesh, 0, y, z, 0, round ? 0.168 : 0.14);
    double r = round ? 0.145 : 0.12;
    mesh.surface(f.warm(0x181614, 0.4));
    for (int hour = 0; hour < 12; hour++) {
      double a = Math.PI * hour / 6;
      mesh.push(
          Affine.shift(r * Math.sin(a), y + r * Math.cos(a), z + side * 0.003)
              .after(Affine.turnZ(-30 * hour)));
      mesh.box(0, 0, 0, hour % 3 == 0 ? 0.016 : 0.008, hour % 3 == 0 ? 0.035 : 0.024, 0.004);
      mesh.pop();
    }
    double minutes = f.dice().between(0, 360);
    double hours = f.dice().between(0, 360);
    for (double[] hand : new double[][] {{minutes, 0.92 * r, 0.01}, {hours, 0.58 * r, 0.016}}) {
      mesh.push(Affine.shift(0, y, z + side * 0.006).after(Affine.turnZ(side * hand[0])));
      mesh.box(0, 0.45 * hand[1], 0, hand[2], hand[1], 0.004);
      mesh.pop();
    }
  }

  static void fan(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.material(0.1));
    Forms.lathe(
        mesh,
        new double[][] {
          {0, 0}, {0.24, 0}, {0.22, 0.04}, {0.04, 0.06}, {0.028, 0.08}, {0.025, 0.75}
        });
    mesh.push(Affine.shift(0, 0.84, 0).after(f.facing()));
    mesh.surface(f.hot(0x3c3e42));
    Forms.ellipsoid(mesh, 0, 0, -0.1, 0.09, 0.09, 0.14);
    mesh.surface(f.warm(0xb8bcc0, 0.1).gloss(0.7));
    for (double ring : new double[] {0.08, 0.17, 0.26}) {
      Forms.torus(mesh, 0, 0, 0.1, ring, 0.005);
      Forms.torus(mesh, 0, 0, -0.03, ring, 0.004);
    }
    Forms.torus(mesh, 0, 0, 0.03, 0.275, 0.012);
    for (int i = 0; i < 12; i++) {
      double a = Math.PI * i / 6;
      Forms.rod(
          mesh,
          p(0.04 * Math.cos(a), 0.04 * Math.sin(a), 0.11),
          p(0.275 * Math.cos(a), 0.275 * Math.sin(a), 0.04),
          0.004);
    }
    mesh.surface(f.warm(f.paint(), 0.1).cover(f.factors().lively() ? 2 : 4));
    double turned = f.dice().between(0, 120);
    for (int i = 0; i < 3; i++) {
      mesh.push(Affine.turnZ(turned + 120 * i));
      Forms.ellipsoid(mesh, 0.15, 0, 0.035, 0.11, 0.075, 0.012);
      mesh.pop();
    }
    if (f.factors().lively()) {
      mesh.surface(f.warm(f.paint(), 0.1).cover(1));
      Forms.disc(mesh, 0, 0, 0.035, 0.04, 0.26);
    }
    mesh.surface(f.material(0.3));
    Forms.ellipsoid(mesh, 0, 0, 0.05, 0.045, 0.045, 0.04);
    mesh.pop();
  }

  static void glass(Figure f) {
    MeshBuilder mesh = f.mesh();
    Surface clear = f.material(1).colour(0xcfe6ea).cover(3);
    mesh.surface(clear);
    if (f.factors().hue() < 0.7) {
      Forms.lathe(
          mesh, new double[][] {{0.045, 0}, {0.044, 0.004}, {0.008, 0.012}, {0.006, 0.095}});
      Forms.lathe(
          mesh,
          new double[][] {
            {0.006, 0.095}, {0.03, 0.105}, {0.047, 0.135}, {0.05, 0.165}, {0.042, 0.22}
          });
      mesh.surface(f.cold(f.colour(0x7a1420, 0xd8b848, 0x8ab8d8)).gloss(0.7).cover(3));
      double fill = f.dice().between(0.13, 0.17);
      Forms.lathe(
          mesh, new double[][] {{0.006, 0.1}, {0.028, 0.108}, {0.044, fill - 0.002}, {0, fill}});
    } else {
      Forms.lathe(mesh, new double[][] {{0.05, 0}, {0.052, 0.01}, {0.062, 0.2}});
      mesh.surface(f.cold(f.colour(0xd88830, 0xc8e0e8, 0xb8d8e8)).gloss(0.6).cover(3));
      Forms.lathe(mesh, new double[][] {{0.046, 0.008}, {0.056, 0.14}, {0, 0.141}});
    }
    mesh.surface(f.warm(0xb8bcc2, 0.3).gloss(0.95)); // the spoon that strikes
    double away = f.factors().lively() ? 0.0 : 0.012;
    Forms.rod(mesh, p(0.057 + away, 0.17, 0), p(0.17 + away, 0.23, 0.02), 0.005);
    Forms.ellipsoid(mesh, 0.06 + away, 0.168, 0, 0.018, 0.011, 0.012);
  }

  static void washingMachine(Figure f) {
    MeshBuilder mesh = f.mesh();
    boolean steel = f.factors().material() == Material.STEEL;
    mesh.push(f.facing());
    mesh.surface(f.warm(steel ? 0xa8acb0 : 0xeeeeea, 0.25).gloss(0.45));
    mesh.box(0, 0.45, 0, 0.62, 0.88, 0.58);
    double front = 0.292;
    mesh.surface(f.warm(0xc4c8cc, 0.6).gloss(0.8));
    Forms.torus(mesh, 0, 0.42, front, 0.2, 0.03);
    mesh.surface(f.hot(0x2c4458).gloss(0.9));
    mesh.push(Affine.shift(0, 0.42, front).after(Affine.scale(1, 1, 0.25)));
    Forms.ball(mesh, 0, 0, 0, 0.185);
    mesh.pop();
    mesh.surface(
        f.hot(Figure.hue(f.dice().unit(), 0.5, 0.7))
            .pattern(Pattern.SPOTS, 0xe8e8f0, 0.06)
            .cover(2));
    mesh.push(Affine.shift(0, 0.38, front + 0.05).after(Affine.turnZ(f.dice().between(-40, 40))));
    mesh.push(Affine.scale(1, 0.6, 0.02));
    Forms.ball(mesh, 0, 0, 0, 0.14);
    mesh.pop();
    mesh.pop();
    mesh.surface(f.warm(0x3a4048, 0.2));
    mesh.box(0, 0.81, front, 0.58, 0.1, 0.01);
    mesh.surface(f.warm(0xd8dcde, 0.2));
    mesh.box(-0.19, 0.81, front + 0.005, 0.17, 0.07, 0.01);
    mesh.push(Affine.shift(0.12, 0.81, front + 0.02));
    Forms.ball(mesh, 0, 0, 0, 0.035);
    mesh.pop();
    mesh.surface(f.warm(f.factors().lively() ? 0x30e050 : 0xe0a030, 0.3).glow(0.9));
    mesh.box(0.23, 0.81, front + 0.01, 0.05, 0.03, 0.01);
    mesh.pop();
  }
}
