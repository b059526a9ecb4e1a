package io.github.imagebind4j.synth;

/// Where the sun does not come through: the stage's depth around the subject, seen from far away
/// along the light.
final class Shadows {
  private static final int SIDE = 224;
  private static final double FAR = 400;

  private final Raster raster = new Raster(SIDE);
  private final double[] axes;
  private final double[] eye;
  private final double focal;
  private final double slack;

  Shadows(Stage stage) {
    double[] w = stage.light().sun();
    double level = Math.max(1e-6, Math.hypot(w[0], w[2]));
    double[] u = {w[2] / level, 0, -w[0] / level};
    double[] v = {w[1] * u[2] - w[2] * u[1], w[2] * u[0] - w[0] * u[2], w[0] * u[1] - w[1] * u[0]};
    axes = new double[] {u[0], u[1], u[2], v[0], v[1], v[2], -w[0], -w[1], -w[2]};
    double[] middle = stage.middle();
    eye = new double[3];
    for (int k = 0; k < 3; k++) {
      eye[k] = middle[k] + FAR * w[k];
    }
    double radius = 1.7 * stage.radius();
    focal = SIDE / 2.0 / radius * FAR;
    slack = 3.5 * radius / SIDE;
    raster.draw(stage.mesh(), View.seenFrom(stage.mesh(), axes, eye[0], eye[1], eye[2]), focal);
  }

  /// Whether the light reaches a point.
  boolean lit(double x, double y, double z) {
    double dx = x - eye[0];
    double dy = y - eye[1];
    double dz = z - eye[2];
    double depth = axes[6] * dx + axes[7] * dy + axes[8] * dz;
    double f = focal / depth;
    int px = (int) Math.floor(SIDE / 2.0 + f * (axes[0] * dx + axes[1] * dy + axes[2] * dz));
    int py = (int) Math.floor(SIDE / 2.0 - f * (axes[3] * dx + axes[4] * dy + axes[5] * dz));
    if (px < 0 || py < 0 || px >= SIDE || py >= SIDE) {
      return true;
    }
    float nearest = raster.inverseDepth[py * SIDE + px];
    return nearest == 0 || depth <= 1 / nearest + slack;
  }
}
