package io.github.imagebind4j.synth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the camera sees of a stage: the nearest triangle of each of 2 x 2 samples of every pixel.
/// Picture, depth and heat are read from the same samples, so their outlines agree.
final class View {
  /// Samples of a pixel along each axis.
  static final int SAMPLES = 2;

  final Stage stage;
  final int size;
  final Raster raster;

  /// The camera's axes in the world, see [Camera#axes].
  final double[] axes;

  private final float[] points;
  private final double focal;
  private final Mesh mesh;

  View(Stage stage, int size) {
    this.stage = stage;
    this.size = size;
    this.mesh = stage.mesh();
    this.axes = stage.camera().axes();
    this.focal = stage.camera().focal() * size * SAMPLES;
    this.raster = new Raster(size * SAMPLES);
    this.points = seenFrom(mesh, axes, 0, stage.camera().height(), 0);
    raster.draw(mesh, points, focal);
  }

  /// All vertices in the axes of someone at a point.
  static float[] seenFrom(Mesh mesh, double[] axes, double x, double y, double z) {
    float[] from = mesh.positions();
    float[] out = new float[from.length];
    for (int i = 0; i < from.length; i += 3) {
      double dx = from[i] - x;
      double dy = from[i + 1] - y;
      double dz = from[i + 2] - z;
      for (int k = 0; k < 3; k++) {
        out[i + k] = (float) (axes[3 * k] * dx + axes[3 * k + 1] * dy + axes[3 * k + 2] * dz);
      }
    }
    return out;
  }

  List<Surface> surfaces() {
    return mesh.surfaces();
  }

  /// The depth of a pixel in metres along the camera's axis: that of the nearest of its samples; 0
  /// for the sky.
  double depth(int x, int y) {
    float nearest = 0;
    for (int k = 0; k < SAMPLES * SAMPLES; k++) {
      nearest = Math.max(nearest, raster.inverseDepth[sample(x, y, k)]);
    }
    return nearest == 0 ? 0 : 1 / nearest;
  }

  /// How many of a pixel's samples show the subject, as a part of all.
  double subject(int x, int y) {
    int count = 0;
    for (int k = 0; k < SAMPLES * SAMPLES; k++) {
      int t = raster.triangle[sample(x, y, k)];
      if (t >= 0 && surfaces().get(mesh.surfaceOf()[t]).role() == Surface.Role.SUBJECT) {
        count++;
      }
    }
    return count / (double) (SAMPLES * SAMPLES);
  }

  int sample(int x, int y, int k) {
    return (y * SAMPLES + k / SAMPLES) * raster.side + x * SAMPLES + k % SAMPLES;
  }

  /// Where a point of the world is in the picture: x and y in pixels, then the depth.
  double[] project(double x, double y, double z) {
    double[] p = new double[3];
    double dy = y - stage.camera().height();
    for (int k = 0; k < 3; k++) {
      p[k] = axes[3 * k] * x + axes[3 * k + 1] * dy + axes[3 * k + 2] * z;
    }
    double f = stage.camera().focal() * size / p[2];
    return new double[] {size / 2.0 + f * p[0], size / 2.0 - f * p[1], p[2]};
  }

  /// One point of a surface under a sample.
  final class Hit {
    /// The direction of sight in the world, not of unit length: one metre of depth.
    double sightX;

    double sightY;
    double sightZ;

    /// The surface, or null for the sky.
    @Nullable Surface surface;

    int surfaceIndex;
    double depth;
    double x;
    double y;
    double z;
    double normalX;
    double normalY;
    double normalZ;
    double patternX;
    double patternY;
    double patternZ;

    /// Looks at a sample.
    void at(int sample) {
      int row = sample / raster.side;
      double cx = (sample - row * raster.side + 0.5 - raster.side / 2.0) / focal;
      double cy = (raster.side / 2.0 - row - 0.5) / focal;
      sightX = axes[0] * cx + axes[3] * cy + axes[6];
      sightY = axes[1] * cx + axes[4] * cy + axes[7];
      sightZ = axes[2] * cx + axes[5] * cy + axes[8];
      int t = raster.triangle[sample];
      if (t < 0) {
        surface = null;
        return;
      }
      depth = 1.0 / raster.inverseDepth[sample];
      x = sightX * depth;
      y = sightY * depth + stage.camera().height();
      z = sightZ * depth;
      surfaceIndex = mesh.surfaceOf()[t];
      surface = mesh.surfaces().get(surfaceIndex);
      interpolate(t, cx * depth, cy * depth);
    }

    /// Mixes what the corners have, by where the point lies between them in the camera's axes.
    private void interpolate(int t, double px, double py) {
      int a = 3 * mesh.corners()[3 * t];
      int b = 3 * mesh.corners()[3 * t + 1];
      int c = 3 * mesh.corners()[3 * t + 2];
      double ux = points[b] - points[a];
      double uy = points[b + 1] - points[a + 1];
      double uz = points[b + 2] - points[a + 2];
      double vx = points[c] - points[a];
      double vy = points[c + 1] - points[a + 1];
      double vz = points[c + 2] - points[a + 2];
      double wx = px - points[a];
      double wy = py - points[a + 1];
      double wz = depth - points[a + 2];
      double uu = ux * ux + uy * uy + uz * uz;
      double uv = ux * vx + uy * vy + uz * vz;
      double vv = vx * vx + vy * vy + vz * vz;
      double wu = wx * ux + wy * uy + wz * uz;
      double wv = wx * vx + wy * vy + wz * vz;
      double below = Math.max(1e-30, uu * vv - uv * uv);
      double second = Math.clamp((wu * vv - wv * uv) / below, 0, 1);
      double third = Math.clamp((wv * uu - wu * uv) / below, 0, 1);
      double first = 1 - second - third;
      float[] n = mesh.normals();
      double nx = first * n[a] + second * n[b] + third * n[c];
      double ny = first * n[a + 1] + second * n[b + 1] + third * n[c + 1];
      double nz = first * n[a + 2] + second * n[b + 2] + third * n[c + 2];
      double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
      double towards = nx * sightX + ny * sightY + nz * sightZ;
      double unit = (towards > 0 ? -1 : 1) / Math.max(1e-9, length);
      normalX = nx * unit;
      normalY = ny * unit;
      normalZ = nz * unit;
      float[] p = mesh.patterns();
      patternX = first * p[a] + second * p[b] + third * p[c];
      patternY = first * p[a + 1] + second * p[b + 1] + third * p[c + 1];
      patternZ = first * p[a + 2] + second * p[b + 2] + third * p[c + 2];
    }
  }
}
