package io.github.imagebind4j.synth;

/// The camera's own part in a picture: exposure, white balance, vignetting, grain.
final class Film {
  private static final int STEPS = 4096;

  private final double[] gain = new double[3];
  private final double vignette;
  private final double grain;
  private final long grainSeed;

  Film(Factors factors) {
    Dice dice = Dice.of(factors.seed(), factors.index(), "film");
    boolean dark = factors.lighting() == Lighting.NIGHT;
    double exposure = dice.between(0.85, 1.25) * (dark ? 1.7 : 1.0);
    double warm = dice.between(-0.08, 0.08);
    gain[0] = exposure * (1 + warm);
    gain[1] = exposure;
    gain[2] = exposure * (1 - warm);
    vignette = dice.between(0, 0.35);
    grain = dice.between(0.5, 3) * (dark ? 2 : 1);
    grainSeed = dice.bits();
  }

  byte[] develop(float[] linear, int size) {
    byte[] out = new byte[linear.length];
    float[] curve = curve();
    for (int y = 0; y < size; y++) {
      double dy = (2.0 * y - size) / size;
      for (int x = 0; x < size; x++) {
        double dx = (2.0 * x - size) / size;
        double corner = 1 - vignette * 0.5 * (dx * dx + dy * dy);
        for (int c = 0; c < 3; c++) {
          int i = 3 * (y * size + x) + c;
          double tone = Math.clamp(linear[i] * gain[c] * corner * 0.25, 0, 1);
          double noise = grain * (hash(i) + hash(i + linear.length) - 1);
          out[i] = (byte) Math.clamp(Math.round(curve[(int) (tone * (STEPS - 1))] + noise), 0, 255);
        }
      }
    }
    return out;
  }

  /// Highlights roll off; then sRGB's gamma. The table's end is a light of 4.
  private static float[] curve() {
    float[] curve = new float[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double v = 4.0 * i / (STEPS - 1);
      double soft = (v * (1 + v / 9)) / (1 + v * 0.75);
      curve[i] = (float) (255 * Math.pow(Math.min(1, soft * 1.15), 1 / 2.2));
    }
    return curve;
  }

  private double hash(long i) {
    long z = (i + grainSeed) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 29)) * 0xbf58476d1ce4e5b9L;
    return (z >>> 11) * 0x1.0p-53;
  }
}
