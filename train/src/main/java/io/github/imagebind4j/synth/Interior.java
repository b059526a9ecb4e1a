package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;

/// Walls, ceiling and furniture of a kitchen or a room.
///
/// @param backdrop what they are part of
record Interior(Backdrop backdrop) {

  void build() {
    double back =
        backdrop.factors().distance() + backdrop.free() + backdrop.dice().between(0.9, 2.2);
    double half = Math.max(2.2, backdrop.free() + backdrop.dice().between(1.6, 2.6));
    walls(back, half);
    if (backdrop.factors().setting() == Setting.KITCHEN) {
      kitchen(back, half);
    } else {
      room(back, half);
    }
    window(back, half);
  }

  private void walls(double back, double half) {
    MeshBuilder mesh = backdrop.mesh();
    Dice dice = backdrop.dice();
    int wall = Figure.hue(dice.unit(), dice.between(0.05, 0.3), dice.between(0.65, 0.92));
    int other = Figure.hue(dice.unit(), dice.between(0.05, 0.3), dice.between(0.55, 0.9));
    Surface paper = backdrop.thing(wall);
    if (backdrop.factors().setting() == Setting.ROOM && dice.chance(0.5)) {
      paper = paper.pattern(Pattern.STRIPES, other, 0.35);
    }
    mesh.surface(paper);
    double high = 2.7;
    mesh.quad(-half, 0, back, half, 0, back, half, high, back);
    mesh.surface(backdrop.thing(wall));
    mesh.quad(-half, 0, -2, -half, 0, back, -half, high, back);
    mesh.quad(half, 0, -2, half, 0, back, half, high, back);
    mesh.surface(backdrop.thing(0xece8e0));
    mesh.quad(-half, high, -2, half, high, -2, half, high, back);
  }

  private void kitchen(double back, double half) {
    MeshBuilder mesh = backdrop.mesh();
    Dice dice = backdrop.dice();
    mesh.surface(backdrop.thing(0xe4e6e2).pattern(Pattern.TILES, 0x9aa09c, 0.16).gloss(0.4));
    mesh.quad(-half, 0.9, back - 0.01, half, 0.9, back - 0.01, half, 1.55, back - 0.01);
    int door = Figure.hue(dice.unit(), dice.between(0.1, 0.5), dice.between(0.4, 0.9));
    mesh.surface(backdrop.thing(door));
    for (double x = -half; x < half - 0.3; x += 0.62) {
      mesh.box(x + 0.3, 0.45, back - 0.3, 0.59, 0.86, 0.6);
      if (dice.chance(0.75)) {
        mesh.box(x + 0.3, 1.95, back - 0.18, 0.59, 0.75, 0.36);
      }
    }
    mesh.surface(backdrop.thing(0x4c4a48).gloss(0.4));
    mesh.box(0, 0.91, back - 0.31, 2 * half, 0.04, 0.66);
    mesh.surface(backdrop.thing(0xc8ccd0).gloss(0.6));
    for (double x = -half; x < half - 0.3; x += 0.62) {
      mesh.box(x + 0.3, 0.78, back - 0.63, 0.2, 0.02, 0.03);
    }
  }

  private void room(double back, double half) {
    MeshBuilder mesh = backdrop.mesh();
    Dice dice = backdrop.dice();
    double side = dice.sign() * 0.55 * half;
    int cloth = Figure.hue(dice.unit(), dice.between(0.3, 0.7), dice.between(0.3, 0.7));
    mesh.surface(backdrop.thing(cloth).pattern(Pattern.GRAIN, 0x30302c, 0.1));
    Forms.pillow(mesh, side, 0.25, back - 0.6, 0.8, 0.22, 0.4);
    Forms.pillow(mesh, side, 0.55, back - 0.3, 0.8, 0.35, 0.14);
    mesh.surface(backdrop.thing(0x6a4a2c).pattern(Pattern.WOOD, 0x4a321c, 0.2));
    mesh.box(-side, 0.9, back - 0.2, 0.9, 1.8, 0.35);
    for (int i = 0; i < 12; i++) {
      mesh.surface(backdrop.thing(Figure.hue(dice.unit(), 0.6, 0.6)));
      mesh.box(-side - 0.36 + 0.065 * i, 1.2 + dice.between(0, 0.05), back - 0.4, 0.05, 0.25, 0.08);
    }
    mesh.surface(
        backdrop
            .thing(Figure.hue(dice.unit(), 0.6, 0.5))
            .pattern(Pattern.TILES, Figure.hue(dice.unit(), 0.4, 0.7), 0.5));
    double middle = backdrop.factors().distance();
    mesh.push(Affine.shift(0, 0.01, middle).after(Affine.turnX(90)));
    Forms.disc(mesh, 0, 0, 0, 0, 1.0);
    mesh.pop();
  }

  private void window(double back, double half) {
    MeshBuilder mesh = backdrop.mesh();
    boolean night = backdrop.factors().lighting() == Lighting.NIGHT;
    double x = backdrop.dice().between(-0.6, 0.6) * half;
    mesh.surface(backdrop.thing(0xf0eee8));
    mesh.box(x, 1.7, back - 0.05, 0.95, 0.95, 0.06);
    mesh.surface(backdrop.thing(night ? 0x0c1430 : 0xbcd8f0).glow(night ? 0 : 0.45).gloss(0.3));
    for (int i = -1; i <= 1; i += 2) {
      mesh.box(x + i * 0.22, 1.7, back - 0.085, 0.38, 0.82, 0.01);
    }
  }
}
