package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.List;

/// A scene in three dimensions: ground, surroundings, the subject and what it stands on, what the
/// one with the camera has before the eyes; and the camera.
///
/// @param factors the scene
/// @param camera where it is seen from
/// @param light what lights it
/// @param mesh all solid things
/// @param puffs all soft things
/// @param middle of the subject: x, y, z
/// @param radius of a ball about the subject
record Stage(
    Factors factors,
    Camera camera,
    Light light,
    Mesh mesh,
    List<Puff> puffs,
    double[] middle,
    double radius) {

  static Stage build(Factors factors) {
    Dice dice = Dice.of(factors.seed(), factors.index(), "stage");
    Pose pose = Pose.of(factors);
    double base = pose.base();
    double far = factors.distance();
    MeshBuilder mesh = new MeshBuilder();
    List<Puff> puffs = new ArrayList<>();
    double radius = 0.75 * factors.metres() * Subjects.breadth(factors.kind());
    new Backdrop(mesh, factors, dice, radius).build();
    EgoRigs.way(mesh, factors);
    Stands.build(mesh, factors, base, dice);
    Affine place =
        Affine.shift(0, base, far)
            .after(Affine.turnY(factors.heading()))
            .after(Affine.scale(factors.size(), factors.size(), factors.size()));
    Figure figure = new Figure(mesh, factors, dice, place, puffs);
    mesh.push(place);
    Subjects.build(figure);
    mesh.pop();
    mesh.push(pose.camera().toWorld());
    EgoRigs.build(mesh, factors, dice);
    mesh.pop();
    return new Stage(
        factors,
        pose.camera(),
        Light.of(factors),
        mesh.build(),
        List.copyOf(puffs),
        new double[] {0, base + factors.metres() / 2, far},
        radius);
  }

  /// How fast the haze thickens.
  double hazePerMetre() {
    return switch (factors.lighting()) {
      case NOON, NIGHT -> 0.004;
      case MORNING, SUNSET -> 0.007;
      case OVERCAST -> 0.012;
    };
  }
}
