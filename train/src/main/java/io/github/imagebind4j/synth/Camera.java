package io.github.imagebind4j.synth;

/// Where the camera is and how it is turned. The world's x points right, y up, z ahead; so do the
/// camera's own axes when all angles are 0.
///
/// @param height above the ground, in metres; the camera is at x = z = 0
/// @param yaw to the right, in radians
/// @param pitch upwards, in radians
/// @param roll clockwise as seen from behind, in radians
/// @param focal the focal length as a part of the picture's side
record Camera(double height, double yaw, double pitch, double roll, double focal) {

  /// Rows: the world's direction of the camera's x, y and z axis.
  double[] axes() {
    Affine turn =
        Affine.turnY(Math.toDegrees(yaw))
            .after(Affine.turnX(-Math.toDegrees(pitch)))
            .after(Affine.turnZ(-Math.toDegrees(roll)));
    double[] m = turn.m();
    return new double[] {m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10]};
  }

  /// Puts what is given in the camera's own axes into the world.
  Affine toWorld() {
    return Affine.shift(0, height, 0)
        .after(Affine.turnY(Math.toDegrees(yaw)))
        .after(Affine.turnX(-Math.toDegrees(pitch)))
        .after(Affine.turnZ(-Math.toDegrees(roll)));
  }
}
