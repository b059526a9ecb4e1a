package io.github.imagebind4j.synth;

/// The motion sensor of the camera: an accelerometer, which also feels gravity, and a gyroscope.
/// Its axes are the camera's: x right, y up, z back towards the one who looks.
final class MotionSensor {
  static final double GRAVITY = 9.80665;
  private static final double INSTANT = 1e-3;

  private final Gait gait;
  private final double restPitch;
  private final Dice dice;

  private MotionSensor(Factors factors) {
    this.gait = Gait.of(factors);
    this.restPitch = Pose.of(factors).restPitch();
    this.dice = Dice.of(factors.seed(), factors.index(), "sensor");
  }

  /// Records a scene's motion.
  ///
  /// @return `[6][samples]`: acceleration x, y, z in m/s², turning x, y, z in rad/s
  static float[][] record(Factors factors, int samples, double hertz) {
    MotionSensor sensor = new MotionSensor(factors);
    double[] bias = new double[6];
    for (int c = 0; c < 6; c++) {
      bias[c] = sensor.dice.normal() * (c < 3 ? 0.04 : 0.004);
    }
    float[][] out = new float[6][samples];
    for (int i = 0; i < samples; i++) {
      double[] values = sensor.at(i / hertz);
      for (int c = 0; c < 6; c++) {
        double noise = sensor.dice.normal() * (c < 3 ? 0.025 : 0.003);
        out[c][i] = (float) (values[c] + bias[c] + noise);
      }
    }
    return out;
  }

  private double[] at(double seconds) {
    double[] axes = axes(seconds);
    double[] before = axes(seconds - INSTANT);
    double[] after = axes(seconds + INSTANT);
    double[] force = gait.acceleration(seconds);
    force[1] += GRAVITY;
    double[] out = new double[6];
    for (int k = 0; k < 3; k++) {
      out[k] = dot(axes, 3 * k, force, 0);
    }
    // The turning rate about one axis is how fast the next axis moves towards the one after it.
    for (int k = 0; k < 3; k++) {
      int next = 3 * ((k + 1) % 3);
      int last = 3 * ((k + 2) % 3);
      double moved = dot(after, next, axes, last) - dot(before, next, axes, last);
      out[3 + k] = moved / (2 * INSTANT);
    }
    return out;
  }

  /// Rows: the sensor's x, y and z axis as right, up, ahead of the one who moves.
  private double[] axes(double seconds) {
    Gait.Tilt tilt = gait.tilt(seconds);
    double[] axes = new Camera(0, tilt.yaw(), restPitch + tilt.pitch(), tilt.roll(), 1).axes();
    for (int k = 6; k < 9; k++) {
      axes[k] = -axes[k]; // the camera looks along -z
    }
    return axes;
  }

  private static double dot(double[] a, int i, double[] b, int j) {
    return a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2];
  }
}
