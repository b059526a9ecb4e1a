package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import io.github.imagebind4j.synth.Surface.Role;
import java.util.List;

/// What shows in the picture of what the one with the camera does: hands, handlebar, dashboard,
/// steps, ropes, a bow, a horse's neck; and the way ahead.
final class EgoRigs {
  /// Where the ground begins for one who climbs: the edge of the landing, in metres ahead.
  static final double LANDING = 1.75;

  private EgoRigs() {}

  static double eyeHeight(EgoMotion motion) {
    return switch (motion) {
      case STANDING, WALKING, RUNNING, CYCLING -> 1.6;
      case CLIMBING -> 0.8;
      case DRIVING -> 1.25;
      case SWINGING -> 1.05;
      case ROWING -> 1.0;
      case RIDING -> 2.2;
    };
  }

  /// What lies on the ground, in the world's axes.
  static void way(MeshBuilder mesh, Factors factors) {
    double air = factors.airCelsius();
    boolean outdoors = !factors.setting().indoors();
    switch (factors.motion()) {
      case WALKING -> {
        if (outdoors) {
          mesh.surface(
              Surface.of(0xb09a78, Role.GROUND, air).pattern(Pattern.GRAIN, 0x8a7658, 0.2));
          mesh.quad(-0.55, 0.012, 0, 0.55, 0.012, 0, 0.4, 0.012, factors.distance());
        }
      }
      case RUNNING -> {
        mesh.surface(Surface.of(0xa8492f, Role.GROUND, air).pattern(Pattern.GRAIN, 0x8f3a26, 0.2));
        mesh.quad(-1.9, 0.012, 0, 1.9, 0.012, 0, 1.9, 0.012, 45);
        mesh.surface(Surface.of(0xf4f2ee, Role.GROUND, air));
        for (double x : new double[] {-1.8, -0.6, 0.6, 1.8}) {
          mesh.quad(x - 0.04, 0.016, 0, x + 0.04, 0.016, 0, x + 0.04, 0.016, 45);
        }
      }
      case CLIMBING -> stairs(mesh, air);
      case STANDING, DRIVING, CYCLING, SWINGING, ROWING, RIDING -> {}
    }
  }

  private static void stairs(MeshBuilder mesh, double air) {
    Surface stone = Surface.of(0xb4b0a6, Role.EGO, air).pattern(Pattern.MOTTLED, 0x96928a, 0.3);
    for (int i = 0; i < 6; i++) {
      double top = -0.17 * i;
      double front = LANDING - 0.29 * i;
      mesh.surface(stone.colour(i % 2 == 0 ? 0xb4b0a6 : 0x9c988e));
      mesh.quad(-2.5, top, front, 2.5, top, front, 2.5, top - 0.17, front);
      mesh.quad(-2.5, top - 0.17, front, 2.5, top - 0.17, front, 2.5, top - 0.17, front - 0.29);
      mesh.surface(Surface.of(0x4a4844, Role.EGO, air));
      mesh.quad(-2.5, top, front - 0.002, 2.5, top, front - 0.002, 2.5, top - 0.025, front - 0.002);
    }
    mesh.surface(Surface.of(0x5a4630, Role.EGO, air).gloss(0.3));
    for (int side = -1; side <= 1; side += 2) {
      double x = side * 0.75;
      Forms.rod(mesh, new double[] {x, -0.35, 0.4}, new double[] {x, 0.62, 2.0}, 0.035);
      for (int i = 0; i < 3; i++) {
        double z = 0.9 + 0.5 * i;
        double y = -0.35 + 0.97 / 1.6 * (z - 0.4);
        Forms.rod(mesh, new double[] {x, y, z}, new double[] {x, y - 0.9, z}, 0.018);
      }
    }
  }

  /// What moves with the camera, in its axes.
  static void build(MeshBuilder mesh, Factors factors, Dice dice) {
    int skin = dice.pick(List.of(0xe2b48e, 0xc68a62, 0x8d5a3c, 0x5c3a28));
    int sleeve = Figure.hue(dice.unit(), dice.between(0.2, 0.8), dice.between(0.2, 0.8));
    Surface hand = Surface.of(skin, Role.EGO, 32);
    Surface cloth = Surface.of(sleeve, Role.EGO, 0.4 * factors.airCelsius() + 16);
    Surface thing = Surface.of(0x303236, Role.EGO, factors.airCelsius() + 2).gloss(0.35);
    switch (factors.motion()) {
      case STANDING, CLIMBING -> {}
      case WALKING -> {
        int side = dice.sign();
        arm(mesh, hand, cloth, side, new double[] {side * 0.2, -0.235, 0.56}, 0.045);
      }
      case RUNNING -> {
        double swing = dice.between(-0.07, 0.07);
        arm(mesh, hand, cloth, -1, new double[] {-0.17, -0.19 + swing, 0.5}, 0.055);
        arm(mesh, hand, cloth, 1, new double[] {0.17, -0.19 - swing, 0.5}, 0.055);
      }
      case DRIVING -> car(mesh, hand, cloth, thing);
      case CYCLING -> bicycle(mesh, hand, cloth, thing);
      case SWINGING -> swing(mesh, hand, cloth, thing);
      case ROWING -> boat(mesh, hand, cloth, thing);
      case RIDING -> horse(mesh, factors, dice);
    }
  }

  private static void arm(
      MeshBuilder mesh, Surface hand, Surface cloth, int side, double[] fist, double radius) {
    mesh.surface(hand);
    Forms.ellipsoid(mesh, fist[0], fist[1], fist[2], radius, 0.9 * radius, 1.2 * radius);
    double[] elbow = {fist[0] + side * 0.16, fist[1] - 0.2, fist[2] - 0.16};
    mesh.surface(cloth);
    Forms.rod(
        mesh,
        new double[] {
          fist[0] + 0.25 * (elbow[0] - fist[0]),
          fist[1] + 0.25 * (elbow[1] - fist[1]),
          fist[2] + 0.25 * (elbow[2] - fist[2])
        },
        elbow,
        0.75 * radius,
        1.1 * radius);
  }

  private static void car(MeshBuilder mesh, Surface hand, Surface cloth, Surface thing) {
    mesh.surface(thing.celsius(26));
    Forms.pillow(mesh, 0, -0.48, 0.85, 0.85, 0.13, 0.3);
    mesh.box(0, 0.62, 0.9, 2, 0.22, 0.2);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(
          mesh, new double[] {side * 0.56, -0.5, 0.85}, new double[] {side * 0.43, 0.6, 0.8}, 0.05);
    }
    mesh.box(0.12, 0.385, 0.75, 0.2, 0.06, 0.03);
    mesh.push(Affine.shift(-0.14, -0.33, 0.6).after(Affine.turnX(25)));
    mesh.surface(thing.colour(0x16171a).celsius(26));
    Forms.torus(mesh, 0, 0, 0, 0.17, 0.018);
    mesh.box(0, 0, 0, 0.32, 0.03, 0.02);
    Forms.ball(mesh, 0, 0, 0, 0.04);
    mesh.pop();
    arm(mesh, hand, cloth, -1, new double[] {-0.29, -0.27, 0.57}, 0.04);
    arm(mesh, hand, cloth, 1, new double[] {0.02, -0.27, 0.57}, 0.04);
  }

  private static void bicycle(MeshBuilder mesh, Surface hand, Surface cloth, Surface thing) {
    mesh.surface(thing.colour(0xb8bcc0).gloss(0.8));
    Forms.tube(
        mesh,
        List.of(
            new double[] {-0.31, -0.27, 0.56},
            new double[] {-0.16, -0.27, 0.66},
            new double[] {0, -0.3, 0.7},
            new double[] {0.16, -0.27, 0.66},
            new double[] {0.31, -0.27, 0.56}),
        new double[] {0.014, 0.014, 0.018, 0.014, 0.014},
        true);
    Forms.rod(mesh, new double[] {0, -0.3, 0.7}, new double[] {0, -0.6, 0.78}, 0.025);
    mesh.surface(thing);
    mesh.push(Affine.shift(0, -0.68, 1.05).after(Affine.turnY(90)));
    Forms.torus(mesh, 0, 0, 0, 0.26, 0.025);
    mesh.pop();
    arm(mesh, hand, cloth, -1, new double[] {-0.27, -0.255, 0.57}, 0.04);
    arm(mesh, hand, cloth, 1, new double[] {0.27, -0.255, 0.57}, 0.04);
  }

  private static void swing(MeshBuilder mesh, Surface hand, Surface cloth, Surface thing) {
    for (int side = -1; side <= 1; side += 2) {
      mesh.surface(thing.colour(0xb79a62).gloss(0).pattern(Pattern.STRIPES, 0x8a6f40, 0.05));
      Forms.rod(
          mesh,
          new double[] {side * 0.235, -0.6, 0.5},
          new double[] {side * 0.225, 0.7, 0.55},
          0.014);
      mesh.surface(hand);
      Forms.ellipsoid(mesh, side * 0.23, -0.1, 0.51, 0.035, 0.05, 0.04);
      mesh.surface(cloth);
      double x = side * 0.09;
      Forms.rod(mesh, new double[] {x, -0.42, 0.5}, new double[] {x, -0.46, 0.85}, 0.07, 0.06);
      Forms.rod(mesh, new double[] {x, -0.46, 0.85}, new double[] {x, -0.5, 1.2}, 0.055, 0.045);
      mesh.surface(thing);
      Forms.ellipsoid(mesh, x, -0.45, 1.24, 0.05, 0.1, 0.05);
    }
  }

  private static void boat(MeshBuilder mesh, Surface hand, Surface cloth, Surface thing) {
    mesh.surface(thing.colour(0x9a6a3a).pattern(Pattern.WOOD, 0x6f4a26, 0.15));
    double[] bow = {0, -0.5, 2.3};
    for (int side = -1; side <= 1; side += 2) {
      double s = side;
      mesh.polygon(
          new double[][] {
            {s * 0.62, -0.62, 0.6},
            {s * 0.5, -0.6, 1.4},
            bow,
            {0, -0.95, 2.1},
            {s * 0.4, -0.95, 0.6}
          });
      Forms.tube(
          mesh,
          List.of(new double[] {s * 0.62, -0.62, 0.5}, new double[] {s * 0.5, -0.6, 1.4}, bow),
          new double[] {0.03, 0.03, 0.03},
          true);
      Forms.rod(
          mesh, new double[] {s * 0.12, -0.36, 0.6}, new double[] {s * 1.5, -0.62, 1.5}, 0.022);
      mesh.surface(thing.colour(0xd8d4c4));
      Forms.ellipsoid(mesh, s * 1.55, -0.63, 1.53, 0.16, 0.03, 0.08);
      mesh.surface(thing.colour(0x9a6a3a).pattern(Pattern.WOOD, 0x6f4a26, 0.15));
    }
    mesh.box(0, -0.72, 1.3, 0.8, 0.04, 0.2);
    arm(mesh, hand, cloth, -1, new double[] {-0.15, -0.33, 0.6}, 0.042);
    arm(mesh, hand, cloth, 1, new double[] {0.15, -0.33, 0.6}, 0.042);
  }

  private static void horse(MeshBuilder mesh, Factors factors, Dice dice) {
    int coat = dice.pick(List.of(0x6e4526, 0x3a2a20, 0xa9784a, 0xd8d0c4));
    Surface hide = Surface.of(coat, Role.EGO, 30 + 0.1 * factors.airCelsius());
    mesh.surface(hide.pattern(Pattern.GRAIN, Figure.shade(coat, 0.8), 0.02));
    Forms.tube(
        mesh,
        List.of(
            new double[] {0, -0.85, 0.5},
            new double[] {0, -0.52, 0.9},
            new double[] {0, -0.3, 1.2},
            new double[] {0, -0.27, 1.38}),
        new double[] {0.26, 0.15, 0.11, 0.09},
        true);
    Forms.ellipsoid(mesh, 0, -0.3, 1.42, 0.09, 0.1, 0.2);
    for (int side = -1; side <= 1; side += 2) {
      Forms.rod(
          mesh,
          new double[] {side * 0.055, -0.24, 1.3},
          new double[] {side * 0.075, -0.1, 1.31},
          0.035,
          0.006);
    }
    mesh.surface(hide.colour(0x241a14).celsius(27));
    for (int i = 0; i < 7; i++) {
      double z = 0.62 + 0.1 * i;
      double y = -0.56 + 0.052 * i;
      Forms.ellipsoid(mesh, 0.02 * (i % 2 == 0 ? 1 : -1), y, z, 0.05, 0.07, 0.08);
    }
  }
}
