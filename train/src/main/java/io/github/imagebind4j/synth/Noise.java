package io.github.imagebind4j.synth;

/// Smooth random numbers over space: value noise on a lattice.
final class Noise {
  private Noise() {}

  /// A number from 0 to 1 that changes smoothly over about one unit.
  static double at(double x, double y, double z) {
    double fx = Math.floor(x);
    double fy = Math.floor(y);
    double fz = Math.floor(z);
    int ix = (int) fx;
    int iy = (int) fy;
    int iz = (int) fz;
    double u = smooth(x - fx);
    double v = smooth(y - fy);
    double w = smooth(z - fz);
    double near =
        mix(
            mix(cell(ix, iy, iz), cell(ix + 1, iy, iz), u),
            mix(cell(ix, iy + 1, iz), cell(ix + 1, iy + 1, iz), u),
            v);
    double far =
        mix(
            mix(cell(ix, iy, iz + 1), cell(ix + 1, iy, iz + 1), u),
            mix(cell(ix, iy + 1, iz + 1), cell(ix + 1, iy + 1, iz + 1), u),
            v);
    return mix(near, far, w);
  }

  /// Two octaves, from 0 to 1.
  static double rough(double x, double y, double z) {
    return 0.65 * at(x, y, z) + 0.35 * at(2.3 * x + 17, 2.3 * y + 5, 2.3 * z + 11);
  }

  /// A number from 0 to 1 for each cell of a lattice.
  static double cell(int x, int y, int z) {
    int h = x * 0x8da6b343 ^ y * 0xd8163841 ^ z * 0xcb1ab31f;
    h ^= h >>> 15;
    h *= 0x2c1b3c6d;
    h ^= h >>> 12;
    h *= 0x297a2d39;
    h ^= h >>> 15;
    return (h >>> 8) * 0x1p-24;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }
}
