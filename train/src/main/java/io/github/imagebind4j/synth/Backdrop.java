package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import io.github.imagebind4j.synth.Surface.Role;

/// The ground and what stands around the subject, behind it and at its sides.
///
/// @param mesh takes the parts
/// @param factors the scene
/// @param dice for details
/// @param free radius about the subject that stays empty
record Backdrop(MeshBuilder mesh, Factors factors, Dice dice, double free) {

  void build() {
    ground();
    if (factors.setting().indoors()) {
      new Interior(this).build();
      return;
    }
    switch (factors.setting()) {
      case STREET -> street();
      case FOREST -> scatter(26, 1.05, 5, Plants::tree);
      case FIELD -> {
        hills(0x6f9a4a, 0x4d7a38);
        scatter(5, 1.6, 6, Plants::bush);
        scatter(3, 2.5, 6, Plants::tree);
      }
      case SHORE -> {
        sea();
        scatter(5, 1.1, 2.5, Plants::rock);
      }
      case SNOW -> {
        hills(0xe6ecf4, 0xb9c6d8);
        scatter(11, 1.3, 5, Plants::fir);
      }
      case DESERT -> {
        mesas();
        scatter(5, 1.2, 4, Plants::cactus);
        scatter(4, 1.2, 4, Plants::rock);
      }
      case KITCHEN, ROOM -> throw new IllegalStateException("indoors has no backdrop");
    }
  }

  Surface thing(int colour) {
    return Surface.of(colour, Role.BACKDROP, factors.airCelsius());
  }

  private void ground() {
    double air = factors.airCelsius();
    int shade = dice.below(24) * 0x010101;
    Surface plain = Surface.of(0, Role.GROUND, air);
    mesh.surface(
        switch (factors.setting()) {
          case KITCHEN ->
              plain.colour(0xb9b4a4 + shade).pattern(Pattern.TILES, 0x76726a, 0.4).gloss(0.3);
          case ROOM ->
              plain.colour(0x8d6238 + shade).pattern(Pattern.WOOD, 0x6a4526, 0.16).gloss(0.2);
          case STREET -> plain.colour(0x5c5c5e + shade).pattern(Pattern.GRAIN, 0x404042, 0.3);
          case FOREST -> plain.colour(0x55582e).pattern(Pattern.GRAIN, 0x3a3a1e, 0.5);
          case FIELD -> plain.colour(0x6f9a3e).pattern(Pattern.GRAIN, 0x3f6a24, 0.4);
          case SHORE -> plain.colour(0xd8c596).pattern(Pattern.GRAIN, 0xb9a274, 0.4);
          case SNOW -> plain.colour(0xd8dee8).pattern(Pattern.MOTTLED, 0xb8c6da, 0.8);
          case DESERT -> plain.colour(0xd9a566).pattern(Pattern.WAVES, 0xb98248, 1.2);
        });
    double near = factors.motion() == EgoMotion.CLIMBING ? EgoRigs.LANDING : -4;
    double far = factors.setting().indoors() ? 14 : 160;
    mesh.quad(-far, 0, near, far, 0, near, far, 0, far);
  }

  /// Puts things where they do not hide the subject.
  ///
  /// @param nearest the nearest distance beside the subject's
  /// @param farthest the farthest, in the same measure
  private void scatter(int count, double nearest, double farthest, Plants.Plant plant) {
    double reach = Math.max(4, factors.distance());
    for (int i = 0; i < count; i++) {
      double z = reach * dice.logBetween(nearest, farthest) + free;
      double x = z * dice.between(-0.75, 0.75);
      mesh.push(Affine.shift(x, 0, z).after(Affine.turnY(dice.between(0, 360))));
      plant.build(this, dice.between(0.8, 1.25) * Math.clamp(reach / 7, 0.5, 1.6));
      mesh.pop();
    }
  }

  private void hills(int colour, int second) {
    mesh.surface(thing(colour).pattern(Pattern.MOTTLED, second, 9));
    for (int i = 0; i < 4; i++) {
      double x = dice.between(-70, 70);
      double high = dice.between(6, 17) * (factors.setting() == Setting.SNOW ? 2.0 : 1);
      double wide = dice.between(25, 45);
      if (factors.setting() == Setting.SNOW) {
        mesh.push(Affine.shift(x, 0, dice.between(85, 110)));
        Forms.lathe(
            mesh,
            new double[][] {
              {wide, -1}, {0.6 * wide, 0.35 * high}, {0.2 * wide, 0.8 * high}, {0, high}
            },
            9);
        mesh.pop();
      } else {
        Forms.ellipsoid(mesh, x, -2, dice.between(70, 100), wide, high, 20);
      }
    }
  }

  private void sea() {
    double shore = factors.distance() + free + dice.between(2, 6);
    mesh.surface(
        Surface.of(0x2b6c8a, Role.GROUND, factors.airCelsius() - 3)
            .pattern(Pattern.WAVES, 0x7fb0ba, 1.6)
            .gloss(0.5));
    mesh.quad(-150, 0.05, shore, 150, 0.05, shore, 150, 0.05, 158);
    mesh.surface(Surface.of(0xe8f0f0, Role.GROUND, factors.airCelsius() - 3));
    for (int i = 0; i < 3; i++) {
      double z = shore + 2.5 * i * i;
      double wave = dice.between(0, 6);
      mesh.sheet(
          40,
          1,
          false,
          (u, v, out) -> {
            out[0] = -40 + 2 * u;
            out[1] = 0.07;
            out[2] = z + 0.5 * v + 0.35 * Math.sin(0.9 * u + wave) + 0.2 * Math.sin(2.3 * u);
          });
    }
  }

  private void mesas() {
    mesh.surface(thing(0xb5683a).pattern(Pattern.MOTTLED, 0x8f4a28, 6));
    for (int i = 0; i < 4; i++) {
      double wide = dice.between(6, 18);
      double high = dice.between(6, 16);
      mesh.push(Affine.shift(dice.between(-65, 65), 0, dice.between(65, 110)));
      Forms.lathe(
          mesh,
          new double[][] {{1.5 * wide, 0}, {1.15 * wide, 0.35 * high}, {wide, high}, {0, high}},
          10);
      mesh.pop();
    }
  }

  private void street() {
    double wide = Math.max(4.5, 0.65 * factors.distance() + free);
    mesh.surface(thing(0xd8d8d0));
    for (int i = 0; i < 9; i++) {
      double z = 2.5 + 5.0 * i;
      mesh.quad(-0.08, 0.015, z, 0.08, 0.015, z, 0.08, 0.015, z + 2.2);
    }
    mesh.surface(thing(0x9a968e).pattern(Pattern.TILES, 0x77736c, 0.6));
    for (int side = -1; side <= 1; side += 2) {
      mesh.box(side * (wide - 0.9), 0.06, 60, 1.8, 0.12, 130);
    }
    for (int side = -1; side <= 1; side += 2) {
      double z = 2;
      while (z < 75) {
        double length = dice.between(6, 13);
        house(side * (wide + 4), z + length / 2, length);
        z += length + (dice.chance(0.2) ? 3 : 0.05);
      }
    }
    double end = Math.max(60, 2.2 * factors.distance());
    for (int i = -2; i <= 2; i++) {
      house(9 * i, end + dice.between(0, 4), 8);
    }
  }

  private void house(double x, double z, double length) {
    double high = dice.between(5, 13);
    int wall =
        Figure.hue(dice.between(0.02, 0.16), dice.between(0.1, 0.5), dice.between(0.45, 0.9));
    boolean night = factors.lighting() == Lighting.NIGHT;
    int pane = night && dice.chance(0.6) ? 0xf2c869 : 0x39434f;
    mesh.surface(
        Surface.of(wall, Role.BACKDROP, factors.airCelsius() + 3)
            .pattern(Pattern.WINDOWS, pane, dice.between(1.8, 2.6))
            .glow(night ? 0.1 : 0));
    mesh.box(x, high / 2, z, 8, high, length);
    mesh.surface(thing(dice.chance(0.5) ? 0x8a4232 : 0x54504e));
    if (dice.chance(0.6)) {
      double top = high + dice.between(1, 2.5);
      double a = z - length / 2;
      double b = z + length / 2;
      mesh.quad(x - 4.2, high, a, x - 4.2, high, b, x, top, b);
      mesh.quad(x + 4.2, high, a, x + 4.2, high, b, x, top, b);
    }
  }
}
