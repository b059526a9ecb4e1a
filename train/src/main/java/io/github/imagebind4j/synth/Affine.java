package io.github.imagebind4j.synth;

/// A turn, stretch and shift of space: three rows of four numbers.
record Affine(double[] m) {
  static final Affine IDENTITY = new Affine(new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0});

  static Affine shift(double x, double y, double z) {
    return new Affine(new double[] {1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z});
  }

  static Affine scale(double x, double y, double z) {
    return new Affine(new double[] {x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0});
  }

  /// A turn about the y axis: the x axis goes towards -z.
  static Affine turnY(double degrees) {
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    return new Affine(new double[] {c, 0, s, 0, 0, 1, 0, 0, -s, 0, c, 0});
  }

  /// A turn about the x axis: the y axis goes towards z.
  static Affine turnX(double degrees) {
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    return new Affine(new double[] {1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0});
  }

  /// A turn about the z axis: the x axis goes towards y.
  static Affine turnZ(double degrees) {
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    return new Affine(new double[] {c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0});
  }

  /// First `inner`, then this.
  Affine after(Affine inner) {
    double[] b = inner.m;
    double[] out = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        out[4 * r + c] =
            m[4 * r] * b[c]
                + m[4 * r + 1] * b[4 + c]
                + m[4 * r + 2] * b[8 + c]
                + (c == 3 ? m[4 * r + 3] : 0);
      }
    }
    return new Affine(out);
  }

  double x(double x, double y, double z) {
    return m[0] * x + m[1] * y + m[2] * z + m[3];
  }

  double y(double x, double y, double z) {
    return m[4] * x + m[5] * y + m[6] * z + m[7];
  }

  double z(double x, double y, double z) {
    return m[8] * x + m[9] * y + m[10] * z + m[11];
  }
}
