package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import java.util.List;

/// Waterfall, rain, fire.
final class Nature {
  private Nature() {}

  private static double[] p(double x, double y, double z) {
    return new double[] {x, y, z};
  }

  static void waterfall(Figure f) {
    MeshBuilder mesh = f.mesh();
    Dice dice = f.dice();
    mesh.push(f.facing());
    mesh.push(Affine.turnY(dice.between(-20, 20)));
    Surface rock = f.cold(0x6a645a).pattern(Pattern.MOTTLED, 0x3e3a34, 0.7);
    for (int i = 0; i < 14; i++) {
      int side = i % 2 == 0 ? -1 : 1;
      mesh.surface(rock.colour(0x6a645a + dice.below(24) * 0x010101));
      Forms.pillow(
          mesh,
          side * dice.between(1.3, 2.4),
          0.3 + 0.28 * i,
          dice.between(-0.9, -0.2),
          dice.between(0.7, 1.2),
          dice.between(0.4, 0.7),
          dice.between(0.5, 0.9));
    }
    Forms.pillow(mesh, 0, 2.0, -1.3, 2.2, 2.1, 0.6);
    double wide = 0.45 + 0.85 * f.factors().vigour();
    mesh.surface(f.hot(0xe8f2f6).pattern(Pattern.STRIPES, 0xa8c8d8, 0.22).gloss(0.3).glow(0.12));
    mesh.sheet(
        14,
        10,
        false,
        (i, j, out) -> {
          double down = i / 14.0;
          double across = j / 10.0 * 2 - 1;
          out[0] = across * wide * (1 + 0.25 * down) + 0.04 * Math.sin(9 * across + 5 * down);
          out[1] = 4.15 * (1 - down * down) + 0.05;
          out[2] = -0.7 + 0.95 * Math.sqrt(down) + 0.06 * Math.sin(14 * across);
        });
    mesh.surface(f.hot(0x6a98a8).pattern(Pattern.WAVES, 0xd8e8ee, 0.5).gloss(0.6));
    mesh.push(Affine.shift(0, 0.06, 1.0).after(Affine.turnX(90)));
    Forms.disc(mesh, 0, 0, 0, 0, 2.2);
    mesh.pop();
    mesh.pop();
    mesh.pop();
    double front = f.factors().heading() > 90 ? 1 : -1;
    for (int i = 0; i < 12 * (0.4 + f.factors().vigour()); i++) {
      f.puff(
          dice.between(-1.1, 1.1) * wide,
          dice.between(0.05, 0.6),
          front * dice.between(0.4, 1.1),
          dice.between(0.25, 0.6),
          0xf4f8fa,
          0.5,
          0,
          f.factors().celsius());
    }
  }

  static void rain(Figure f) {
    MeshBuilder mesh = f.mesh();
    Dice dice = f.dice();
    mesh.surface(f.hot(0x5c6470).pattern(Pattern.MOTTLED, 0x3c424c, 0.9));
    for (int i = 0; i < 7; i++) {
      double x = -2.1 + 0.7 * i;
      double high = 0.75 - 0.06 * (i - 3) * (i - 3);
      Forms.ellipsoid(
          mesh, x, 2.9 + dice.between(-0.1, 0.15), dice.between(-0.4, 0.4), 0.85, high, 0.9);
    }
    int drops = 50 + (int) (170 * f.factors().vigour());
    double slant = dice.between(-0.25, 0.25);
    double length = 0.35 + 0.5 * f.factors().vigour();
    mesh.surface(f.hot(0x9ec4e4).gloss(0.4).glow(0.25));
    double floor = -f.place().m()[7] / f.factors().size(); // down to the ground
    for (int i = 0; i < drops; i++) {
      double y = dice.between(Math.max(floor, -3.5) + length, 2.4);
      double x = dice.between(-2.3, 2.3) + slant * (y - 2.4);
      double z = dice.between(-0.8, 0.8);
      mesh.quad(x, y, z, x + 0.045, y, z, x + 0.045 - slant * length, y - length, z);
    }
  }

  static void fire(Figure f) {
    MeshBuilder mesh = f.mesh();
    Dice dice = f.dice();
    double vigour = f.factors().vigour();
    mesh.surface(f.warm(0x6a6460, 0.06).pattern(Pattern.MOTTLED, 0x4a4642, 0.1));
    for (int i = 0; i < 11; i++) {
      double a = 2 * Math.PI * i / 11;
      Forms.ellipsoid(mesh, 0.42 * Math.cos(a), 0.06, 0.42 * Math.sin(a), 0.11, 0.08, 0.1);
    }
    mesh.surface(f.warm(0x4a3018, 0.35).pattern(Pattern.WOOD, 0x1c120a, 0.06));
    for (int i = 0; i < 5; i++) {
      double a = 2 * Math.PI * i / 5 + 0.3;
      Forms.rod(
          mesh,
          p(0.34 * Math.cos(a), 0.05, 0.34 * Math.sin(a)),
          p(-0.06 * Math.cos(a), 0.3, -0.06 * Math.sin(a)),
          0.05);
    }
    mesh.surface(f.hot(0xffc040).pattern(Pattern.FLAME, 0xe03c08, 0.55).glow(1));
    int tongues = 5 + (int) (6 * vigour);
    for (int i = 0; i < tongues; i++) {
      double a = dice.between(0, 2 * Math.PI);
      double r = dice.between(0, 0.2);
      double high = (0.3 + 0.5 * vigour) * dice.between(0.6, 1.15);
      double bend = dice.between(-0.1, 0.1);
      double x = r * Math.cos(a);
      double z = r * Math.sin(a);
      Forms.tube(
          mesh,
          List.of(
              p(x, 0.08, z),
              p(x + bend, 0.1 + 0.35 * high, z),
              p(x - 0.6 * bend, 0.1 + 0.7 * high, z),
              p(x + bend, 0.12 + high, z)),
          new double[] {0.09, 0.12, 0.07, 0.004},
          true);
    }
    f.puff(0, 0.4, 0, 0.75 + 0.4 * vigour, 0xff8a30, 0.3, 1, f.between(0.08));
    for (int i = 0; i < 6 + 6 * vigour; i++) {
      f.puff(
          dice.between(-0.08, 0.08) * i,
          0.7 + 0.5 * vigour + 0.16 * i,
          dice.between(-0.06, 0.06) * i,
          0.14 + 0.035 * i,
          0x77736f,
          0.3,
          0,
          f.between(0.1 / (1 + i)));
    }
  }
}
