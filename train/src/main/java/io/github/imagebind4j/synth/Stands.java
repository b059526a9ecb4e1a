package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import io.github.imagebind4j.synth.Surface.Role;
import java.util.List;

/// What small things stand on, and the water under a boat.
final class Stands {
  private Stands() {}

  static void build(MeshBuilder mesh, Factors factors, double base, Dice dice) {
    if (factors.kind().place() == Kind.Place.STAND) {
      mesh.push(Affine.shift(0, 0, factors.distance()));
      if (factors.setting().indoors()) {
        table(mesh, factors, base, dice);
      } else {
        outdoors(mesh, factors, base, dice);
      }
      mesh.pop();
    }
    if (factors.kind().place() == Kind.Place.WATER) {
      water(mesh, factors, factors.distance(), 3.2 * factors.metres());
    }
    if (factors.motion() == EgoMotion.ROWING) {
      water(mesh, factors, 0, 0.55 * factors.distance() + 0.8);
    }
  }

  private static void water(MeshBuilder mesh, Factors factors, double z, double radius) {
    mesh.surface(
        Surface.of(0x2f5a6e, Role.GROUND, factors.airCelsius() - 4)
            .pattern(Pattern.WAVES, 0x86aab4, 0.9)
            .gloss(0.7));
    mesh.push(Affine.shift(0, 0.03, z).after(Affine.turnX(90)));
    Forms.disc(mesh, 0, 0, 0, 0, radius);
    mesh.pop();
  }

  private static void table(MeshBuilder mesh, Factors factors, double base, Dice dice) {
    double half = factors.metres() * dice.between(1.0, 1.6) + 0.12;
    int wood = Figure.hue(dice.between(0.04, 0.11), dice.between(0.3, 0.7), dice.between(0.3, 0.8));
    mesh.surface(
        Surface.of(wood, Role.STAND, factors.airCelsius())
            .pattern(Pattern.WOOD, 0x5a3d24, 0.12)
            .gloss(0.25));
    mesh.box(0, base - 0.02, 0, 2 * half, 0.04, 1.6 * half);
    for (int x = -1; x <= 1; x += 2) {
      for (int z = -1; z <= 1; z += 2) {
        double px = x * 0.88 * half;
        double pz = z * 0.65 * half;
        Forms.rod(mesh, new double[] {px, 0, pz}, new double[] {px, base - 0.03, pz}, 0.03);
      }
    }
  }

  private static void outdoors(MeshBuilder mesh, Factors factors, double base, Dice dice) {
    double half = 0.75 * factors.metres() + 0.08;
    double air = factors.airCelsius();
    switch (dice.below(3)) {
      case 0 -> {
        mesh.surface(
            Surface.of(0x9c7a50, Role.STAND, air).pattern(Pattern.STRIPES, 0x6e5334, 0.12));
        mesh.box(0, base / 2, 0, 2 * half, base, 2 * half);
      }
      case 1 -> {
        mesh.surface(Surface.of(0x6a4e34, Role.STAND, air).pattern(Pattern.WOOD, 0x3f2e1f, 0.1));
        Forms.lathe(
            mesh,
            new double[][] {{1.25 * half, 0}, {1.1 * half, 0.3 * base}, {half, base}, {0, base}});
      }
      default -> {
        mesh.surface(
            Surface.of(0x8b8780, Role.STAND, air).pattern(Pattern.MOTTLED, 0x5d5a54, 0.15));
        Forms.tube(
            mesh,
            List.of(
                new double[] {0, -0.05, 0},
                new double[] {0.05 * half, 0.5 * base, 0},
                new double[] {0, base, 0}),
            new double[] {1.5 * half, 1.3 * half, 1.05 * half},
            true);
      }
    }
  }
}
