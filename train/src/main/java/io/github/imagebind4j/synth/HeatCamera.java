package io.github.imagebind4j.synth;

/// What a thermal camera makes of a view: each surface's own heat, what it mirrors of the
/// surroundings' heat, warmth from the sun, the cold sky.
final class HeatCamera {
  private HeatCamera() {}

  /// The apparent temperature of each pixel in °C, row by row.
  static float[] celsius(View view) {
    int size = view.size;
    float[] out = new float[size * size];
    View.Hit hit = view.new Hit();
    int samples = View.SAMPLES * View.SAMPLES;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double sum = 0;
        for (int k = 0; k < samples; k++) {
          hit.at(view.sample(x, y, k));
          sum += apparent(view, hit);
        }
        out[y * size + x] = (float) (sum / samples);
      }
    }
    puffs(view, out);
    return out;
  }

  private static double apparent(View view, View.Hit hit) {
    Factors factors = view.stage.factors();
    double air = factors.airCelsius();
    Surface surface = hit.surface;
    if (surface == null) {
      boolean grey = factors.lighting() == Lighting.OVERCAST;
      return air - (grey ? 10 : 28) * Math.clamp(0.35 + hit.sightY, 0.2, 1);
    }
    double[] sun = view.stage.light().sun();
    double facing = hit.normalX * sun[0] + hit.normalY * sun[1] + hit.normalZ * sun[2];
    double sunny = factors.setting().indoors() ? 0 : sunshine(factors.lighting());
    double absorbed = 0.4 + 1.2 * (1 - lightness(surface.colour()));
    double own = surface.celsius() + sunny * absorbed * Math.max(0, facing);
    own += 1.2 * (Noise.at(6 * hit.patternX, 6 * hit.patternY, 6 * hit.patternZ) - 0.5);
    double mirrored = air - (factors.setting().indoors() ? 0 : 6 * Math.max(0, hit.normalY));
    return surface.emissivity() * own + (1 - surface.emissivity()) * mirrored;
  }

  /// Dark things get warmer in the sun.
  private static double lightness(int rgb) {
    return ((rgb >> 16) + 2 * (rgb >> 8 & 255) + (rgb & 255)) / 1020.0;
  }

  private static double sunshine(Lighting lighting) {
    return switch (lighting) {
      case NOON -> 5;
      case MORNING, SUNSET -> 2.5;
      case OVERCAST, NIGHT -> 0;
    };
  }

  private static void puffs(View view, float[] out) {
    int size = view.size;
    for (Puff puff : view.stage.puffs()) {
      double[] at = view.project(puff.x(), puff.y(), puff.z());
      if (at[2] <= 0.3) {
        continue;
      }
      double radius = view.stage.camera().focal() * size * puff.radius() / at[2];
      int top = Math.max(0, (int) Math.ceil(at[1] - radius));
      int left = Math.max(0, (int) Math.ceil(at[0] - radius));
      for (int y = top; y <= Math.min(size - 1, at[1] + radius); y++) {
        for (int x = left; x <= Math.min(size - 1, at[0] + radius); x++) {
          // What only glows is light in the haze, and no gas that radiates heat.
          double part = (1 - puff.glow()) * Shader.density(view, puff, at, radius, x, y);
          out[y * size + x] += (float) (part * (puff.celsius() - out[y * size + x]));
        }
      }
    }
  }

  /// Gray levels, with the sensor's noise.
  static byte[] levels(float[] celsius, Factors factors) {
    Dice dice = Dice.of(factors.seed(), factors.index(), "heat");
    byte[] out = new byte[celsius.length];
    for (int i = 0; i < out.length; i++) {
      double noise = 1.5 * (dice.unit() + dice.unit() - 1);
      out[i] = (byte) Math.clamp(Math.round(Warmth.level(celsius[i]) + noise), 0, 255);
    }
    return out;
  }
}
