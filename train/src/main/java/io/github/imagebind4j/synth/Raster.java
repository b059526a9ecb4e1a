package io.github.imagebind4j.synth;

import java.util.Arrays;

/// Finds the nearest triangle of each sample of a square picture (a visibility buffer). Triangles
/// show both sides; those that reach behind the camera are cut at a near plane.
final class Raster {
  /// Nothing is seen nearer than this, in metres.
  private static final float NEAR = 0.06f;

  final int side;

  /// The reciprocal of the depth along the camera's axis; 0 is nothing.
  final float[] inverseDepth;

  /// The triangle of each sample; -1 is none.
  final int[] triangle;

  private final float[] clip = new float[3 * 4];

  Raster(int side) {
    this.side = side;
    this.inverseDepth = new float[side * side];
    this.triangle = new int[side * side];
    Arrays.fill(triangle, -1);
  }

  /// Draws triangles.
  ///
  /// @param points x, y, z of each vertex in the camera's axes
  /// @param focal the focal length in samples
  void draw(Mesh mesh, float[] points, double focal) {
    for (int t = 0; t < mesh.triangles(); t++) {
      int a = 3 * mesh.corners()[3 * t];
      int b = 3 * mesh.corners()[3 * t + 1];
      int c = 3 * mesh.corners()[3 * t + 2];
      int cover = mesh.surfaces().get(mesh.surfaceOf()[t]).cover();
      int behind =
          (points[a + 2] < NEAR ? 1 : 0)
              + (points[b + 2] < NEAR ? 1 : 0)
              + (points[c + 2] < NEAR ? 1 : 0);
      if (behind == 0) {
        flat(points, a, points, b, points, c, (float) focal, t, cover);
      } else if (behind < 3) {
        cut(points, new int[] {a, b, c}, (float) focal, t, cover);
      }
    }
  }

  private void cut(float[] points, int[] corners, float focal, int t, int cover) {
    int count = 0;
    for (int i = 0; i < 3; i++) {
      int p = corners[i];
      int q = corners[(i + 1) % 3];
      if (points[p + 2] >= NEAR) {
        System.arraycopy(points, p, clip, 3 * count++, 3);
      }
      if ((points[p + 2] >= NEAR) != (points[q + 2] >= NEAR)) {
        float part = (NEAR - points[p + 2]) / (points[q + 2] - points[p + 2]);
        clip[3 * count] = points[p] + part * (points[q] - points[p]);
        clip[3 * count + 1] = points[p + 1] + part * (points[q + 1] - points[p + 1]);
        clip[3 * count + 2] = NEAR;
        count++;
      }
    }
    for (int i = 2; i < count; i++) {
      flat(clip, 0, clip, 3 * (i - 1), clip, 3 * i, focal, t, cover);
    }
  }

  private void flat(
      float[] pa, int a, float[] pb, int b, float[] pc, int c, float focal, int t, int cover) {
    float middle = side / 2f;
    float za = 1 / pa[a + 2];
    float zb = 1 / pb[b + 2];
    float zc = 1 / pc[c + 2];
    float xa = middle + focal * pa[a] * za;
    float ya = middle - focal * pa[a + 1] * za;
    float xb = middle + focal * pb[b] * zb;
    float yb = middle - focal * pb[b + 1] * zb;
    float xc = middle + focal * pc[c] * zc;
    float yc = middle - focal * pc[c + 1] * zc;
    float area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
    if (!(Math.abs(area) > 1e-9f)) {
      return;
    }
    int left = Math.max(0, (int) Math.ceil(Math.min(xa, Math.min(xb, xc)) - 0.5f));
    int right = Math.min(side - 1, (int) Math.floor(Math.max(xa, Math.max(xb, xc)) - 0.5f));
    int top = Math.max(0, (int) Math.ceil(Math.min(ya, Math.min(yb, yc)) - 0.5f));
    int bottom = Math.min(side - 1, (int) Math.floor(Math.max(ya, Math.max(yb, yc)) - 0.5f));
    float scale = 1 / area;
    float stepB = (yc - ya) * scale;
    float stepC = -(yb - ya) * scale;
    for (int y = top; y <= bottom; y++) {
      float dy = y + 0.5f - ya;
      float dx = left + 0.5f - xa;
      float wb = (dx * (yc - ya) - (xc - xa) * dy) * scale;
      float wc = ((xb - xa) * dy - dx * (yb - ya)) * scale;
      int row = y * side;
      for (int x = left; x <= right; x++, wb += stepB, wc += stepC) {
        if (wb >= 0 && wc >= 0 && wb + wc <= 1) {
          float z = za + wb * (zb - za) + wc * (zc - za);
          if (z > inverseDepth[row + x] && covered(x, y, cover)) {
            inverseDepth[row + x] = z;
            triangle[row + x] = t;
          }
        }
      }
    }
  }

  /// A part that covers n quarters of a pixel takes n of its 2 x 2 samples.
  private static boolean covered(int x, int y, int quarters) {
    return quarters > 3 || ((x & 1) == (y & 1) ? (x & 1) : 2 + (x & 1)) < quarters;
  }
}
