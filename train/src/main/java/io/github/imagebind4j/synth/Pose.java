package io.github.imagebind4j.synth;

/// Where the camera and the subject are.
///
/// @param camera at the moment of the picture
/// @param base the height of the subject's feet, in metres
/// @param restPitch the camera's pitch without what the motion adds at that moment, in radians
record Pose(Camera camera, double base, double restPitch) {

  static Pose of(Factors factors) {
    Dice dice = Dice.of(factors.seed(), factors.index(), "pose");
    double eye = EgoRigs.eyeHeight(factors.motion());
    double base = base(factors, eye, dice);
    double middle = base + factors.metres() / 2;
    double focal = dice.between(0.86, 1.08);
    double up = dice.between(0.03, 0.13);
    double side = dice.between(-0.16, 0.16);
    double pitch = Math.atan2(middle - eye, factors.distance()) - Math.atan(up / focal);
    Gait.Tilt tilt = Gait.of(factors).tilt(Gait.PICTURE_SECONDS);
    double yaw = Math.atan(side / focal);
    return new Pose(new Camera(eye, yaw, pitch + tilt.pitch(), tilt.roll(), focal), base, pitch);
  }

  private static double base(Factors factors, double eye, Dice dice) {
    double far = factors.distance();
    return switch (factors.kind().place()) {
      case GROUND, OUTDOORS, WATER -> 0;
      case STAND -> Math.max(0.22, eye - far * dice.between(0.28, 0.5));
      case SKY -> eye + far * Math.tan(Math.toRadians(dice.between(3, 14)));
    };
  }
}
