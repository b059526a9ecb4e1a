package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Frog and bee.
final class SmallAnimals {
  private SmallAnimals() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void frog(Figure f) {
    MeshBuilder mesh = f.mesh();
    int skin = f.colour(0x5a9a34, 0x86a83a, 0x7a7038, 0x3e8a5a);
    Surface green = f.hide(skin, Figure.shade(skin, 0.5), Pattern.SPOTS, 0.05).gloss(0.5);
    mesh.surface(green);
    mesh.push(Affine.turnZ(22));
    Forms.ellipsoid(mesh, 0.01, 0.085, 0, 0.13, 0.07, 0.085);
    Forms.ellipsoid(mesh, 0.12, 0.095, 0, 0.075, 0.05, 0.075);
    mesh.pop();
    for (int side = -1; side <= 1; side += 2) {
      Forms.ball(mesh, 0.11, 0.185, side * 0.045, 0.03);
      Forms.tube(
          mesh,
          List.of(
              p(-0.09, 0.04, side * 0.07),
              p(0.02, 0.09, side * 0.12),
              p(-0.1, 0.03, side * 0.14),
              p(0.03, 0.012, side * 0.16)),
          new double[] {0.045, 0.04, 0.025, 0.014},
          true);
      Forms.tube(
          mesh,
          List.of(
              p(0.09, 0.09, side * 0.06), p(0.11, 0.05, side * 0.1), p(0.14, 0.012, side * 0.1)),
          new double[] {0.026, 0.02, 0.016},
          true);
      mesh.push(Affine.shift(0.16, 0.008, side * 0.1));
      Forms.ellipsoid(mesh, 0, 0, 0, 0.035, 0.008, 0.035);
      mesh.pop();
    }
    mesh.surface(f.hot(0xe8e4b8));
    double throat = f.factors().lively() ? 0.068 : 0.035;
    Forms.ball(mesh, 0.13, 0.075, 0, throat);
    mesh.surface(f.hot(0xe8c030).gloss(0.8));
    for (int side = -1; side <= 1; side += 2) {
      Forms.ball(mesh, 0.122, 0.19, side * 0.058, 0.02);
    }
    mesh.surface(f.hot(0x101010).gloss(0.9));
    for (int side = -1; side <= 1; side += 2) {
      Forms.ball(mesh, 0.128, 0.192, side * 0.07, 0.011);
    }
  }

  static void bee(Figure f) {
    MeshBuilder mesh = f.mesh();
    mesh.surface(f.cold(0x4a8a3a));
    Forms.tube(
        mesh,
        List.of(p(0.1, -0.02, 0), p(0.12, 0.04, 0.01), p(0.13, 0.09, 0)),
        new double[] {0.01, 0.009, 0.008},
        true);
    int petal = Figure.hue(f.dice().unit(), 0.55, 0.95);
    mesh.surface(f.cold(petal));
    for (int i = 0; i < 7; i++) {
      double round = 2 * Math.PI * i / 7;
      mesh.push(Affine.shift(0.13, 0.09, 0).after(Affine.turnY(Math.toDegrees(round))));
      Forms.ellipsoid(mesh, 0.05, 0.008, 0, 0.042, 0.008, 0.022);
      mesh.pop();
    }
    mesh.surface(f.cold(0xd89a28));
    Forms.ellipsoid(mesh, 0.13, 0.1, 0, 0.025, 0.014, 0.025);
    mesh.push(Affine.shift(-0.02, 0.16, 0).after(Affine.turnZ(f.dice().between(-12, 20))));
    mesh.surface(f.hot(0xe8b020).pattern(Pattern.STRIPES, 0x1c1814, 0.045).gloss(0.2));
    Forms.tube(
        mesh,
        List.of(p(-0.125, -0.015, 0), p(-0.08, 0, 0), p(-0.03, 0.005, 0), p(0.02, 0.005, 0)),
        new double[] {0.005, 0.035, 0.042, 0.03},
        true);
    mesh.surface(f.hot(0x8a6420).pattern(Pattern.GRAIN, 0x3a2c14, 0.02));
    Forms.ball(mesh, 0.035, 0.008, 0, 0.037);
    mesh.surface(f.hot(0x1c1814).gloss(0.7));
    Forms.ellipsoid(mesh, 0.078, 0, 0, 0.022, 0.026, 0.028);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(mesh, p(0.09, 0.015, side * 0.01), p(0.125, 0.035, side * 0.025), 0.004);
      for (int i = 0; i < 3; i++) {
        double x = 0.05 - 0.03 * i;
        Forms.rod(mesh, p(x, -0.02, side * 0.02), p(x - 0.02, -0.065, side * 0.04), 0.005);
      }
    }
    mesh.surface(f.cold(0xdfe8f0).cover(3).gloss(0.8));
    double beat = f.factors().lively() ? 35 : 12;
    for (int side = -1; side <= 1; side += 2) {
      mesh.push(Affine.shift(0.03, 0.04, side * 0.02).after(Affine.turnX(side * beat - side * 60)));
      Forms.ellipsoid(mesh, -0.02, 0.003, side * 0.07, 0.032, 0.003, 0.075);
      Forms.ellipsoid(mesh, -0.06, 0.0, side * 0.05, 0.022, 0.003, 0.05);
      mesh.pop();
    }
    mesh.pop();
  }
}
