package io.github.imagebind4j.synth;

import java.util.Comparator;
import java.util.List;

/// Turns a view into a picture: patterns, sun and shadow, sky light, highlights, haze, soft clouds,
/// and the camera's own faults.
final class Shader {
  private final View view;
  private final Light light;
  private final Shadows shadows;
  private final double[][] first;
  private final double[][] second;
  private final double haze;

  private Shader(View view) {
    this.view = view;
    this.light = view.stage.light();
    this.shadows = new Shadows(view.stage);
    List<Surface> surfaces = view.surfaces();
    this.first = surfaces.stream().map(s -> linear(s.colour())).toArray(double[][]::new);
    this.second = surfaces.stream().map(s -> linear(s.second())).toArray(double[][]::new);
    this.haze = view.stage.factors().setting().indoors() ? 0 : view.stage.hazePerMetre();
  }

  /// Paints the picture.
  ///
  /// @return `size * size * 3` bytes, row by row
  static byte[] paint(View view) {
    Shader shader = new Shader(view);
    int size = view.size;
    float[] linear = new float[size * size * 3];
    View.Hit hit = view.new Hit();
    double[] rgb = new double[3];
    int samples = View.SAMPLES * View.SAMPLES;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int at = 3 * (y * size + x);
        for (int k = 0; k < samples; k++) {
          hit.at(view.sample(x, y, k));
          shader.shade(hit, rgb);
          for (int c = 0; c < 3; c++) {
            linear[at + c] += (float) (rgb[c] / samples);
          }
        }
      }
    }
    shader.puffs(linear);
    return new Film(view.stage.factors()).develop(linear, size);
  }

  private void shade(View.Hit hit, double[] out) {
    Surface surface = hit.surface;
    double length =
        Math.sqrt(hit.sightX * hit.sightX + hit.sightY * hit.sightY + hit.sightZ * hit.sightZ);
    if (surface == null) {
      light.sky(hit.sightX / length, hit.sightY / length, hit.sightZ / length, out);
      return;
    }
    double mix = Patterns.mix(surface, hit.patternX, hit.patternY, hit.patternZ);
    double[] sun = light.sun();
    double facing = hit.normalX * sun[0] + hit.normalY * sun[1] + hit.normalZ * sun[2];
    double direct = facing > 0 && shadows.lit(hit.x, hit.y, hit.z) ? facing : 0;
    double shine = surface.gloss() > 0.05 ? shine(hit, length, surface.gloss(), direct) : 0;
    double up = 0.5 + 0.5 * hit.normalY;
    double fade = haze == 0 ? 0 : 1 - Math.exp(-haze * Math.max(0, hit.depth * length - 3));
    for (int c = 0; c < 3; c++) {
      double colour =
          first[hit.surfaceIndex][c]
              + mix * (second[hit.surfaceIndex][c] - first[hit.surfaceIndex][c]);
      double falling =
          direct * light.direct()[c] + up * light.above()[c] + (1 - up) * light.below()[c];
      double seen = colour * falling * (1 - 0.35 * surface.gloss());
      seen += shine * light.direct()[c];
      seen += surface.gloss() * 0.16 * mirrored(hit, c) * (0.4 + colour);
      seen += surface.glow() * colour * 2.2;
      out[c] = seen + fade * (light.horizon()[c] - seen);
    }
  }

  /// Blinn and Phong's highlight.
  private double shine(View.Hit hit, double length, double gloss, double direct) {
    if (direct <= 0) {
      return 0;
    }
    double[] sun = light.sun();
    double hx = sun[0] - hit.sightX / length;
    double hy = sun[1] - hit.sightY / length;
    double hz = sun[2] - hit.sightZ / length;
    double half = Math.sqrt(hx * hx + hy * hy + hz * hz);
    double facing =
        Math.max(
            0, (hit.normalX * hx + hit.normalY * hy + hit.normalZ * hz) / Math.max(1e-9, half));
    return gloss * gloss * 0.9 * Math.pow(facing, 8 + 60 * gloss);
  }

  /// What a shiny surface mirrors: brighter above, dark below.
  private double mirrored(View.Hit hit, int c) {
    double dot = hit.normalX * hit.sightX + hit.normalY * hit.sightY + hit.normalZ * hit.sightZ;
    double up = Math.clamp(hit.sightY - 2 * dot * hit.normalY, -1, 1);
    return up > 0
        ? light.above()[c] + up * (light.zenith()[c] + 0.4 * light.direct()[c])
        : light.below()[c];
  }

  private void puffs(float[] linear) {
    int size = view.size;
    List<Puff> farFirst =
        view.stage.puffs().stream()
            .sorted(Comparator.comparingDouble(p -> -view.project(p.x(), p.y(), p.z())[2]))
            .toList();
    for (Puff puff : farFirst) {
      double[] at = view.project(puff.x(), puff.y(), puff.z());
      if (at[2] > 0.3) {
        double radius = view.stage.camera().focal() * size * puff.radius() / at[2];
        blend(linear, puff, at, radius);
      }
    }
  }

  private void blend(float[] linear, Puff puff, double[] at, double radius) {
    int size = view.size;
    double[] own = linear(puff.colour());
    double[] colour = new double[3];
    for (int c = 0; c < 3; c++) {
      double falling = 0.5 * light.direct()[c] + light.above()[c];
      colour[c] = own[c] * (puff.glow() * 2.5 + (1 - puff.glow()) * falling);
    }
    for (int y = low(at[1] - radius); y <= Math.min(size - 1, at[1] + radius); y++) {
      for (int x = low(at[0] - radius); x <= Math.min(size - 1, at[0] + radius); x++) {
        double part = density(view, puff, at, radius, x, y);
        if (part > 0) {
          for (int c = 0; c < 3; c++) {
            int i = 3 * (y * size + x) + c;
            linear[i] += (float) (part * (colour[c] - linear[i]));
          }
        }
      }
    }
  }

  private static int low(double value) {
    return Math.max(0, (int) Math.ceil(value));
  }

  /// How much of a pixel a puff takes, 0 if something is before it.
  static double density(View view, Puff puff, double[] at, double radius, int x, int y) {
    double dx = (x + 0.5 - at[0]) / radius;
    double dy = (y + 0.5 - at[1]) / radius;
    double left = 1 - dx * dx - dy * dy;
    if (left <= 0) {
      return 0;
    }
    double depth = view.depth(x, y);
    if (depth > 0 && depth < at[2] - 0.5 * puff.radius()) {
      return 0;
    }
    return puff.density() * left * left;
  }

  /// A colour's three parts in linear light.
  static double[] linear(int rgb) {
    double[] out = new double[3];
    for (int c = 0; c < 3; c++) {
      out[c] = Math.pow(((rgb >> (16 - 8 * c)) & 255) / 255.0, 2.2);
    }
    return out;
  }
}
