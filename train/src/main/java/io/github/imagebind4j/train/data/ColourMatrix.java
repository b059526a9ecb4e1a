package io.github.imagebind4j.train.data;

/// A linear change of colours and the normalisation after it, for planar rows of red, green and
/// blue from 0 to 255. One thread.
final class ColourMatrix {
  /// The eye's weights (Rec. 601), as Pillow's gray.
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
  private static final double[] STD = {0.26862954, 0.26130258, 0.27577711};
  private static final float WHITE = 255;

  /// CLIP's mean colour, from 0 to 255: what normalises to zero.
  static float meanLevel(int channel) {
    return (float) (MEAN[channel] * WHITE);
  }

  // Rows of 3 weights and an offset.
  private final double[] m = new double[12];
  private final double[] old = new double[12];
  private final float[] w = new float[12];
  private final float[] gain = new float[3];
  private final float[] shift = new float[3];
  private boolean plain = true;

  ColourMatrix() {
    for (int c = 0; c < 3; c++) {
      gain[c] = (float) (1 / (WHITE * STD[c]));
      shift[c] = (float) (-MEAN[c] / STD[c]);
    }
  }

  /// Forgets all changes.
  void reset() {
    java.util.Arrays.fill(m, 0);
    for (int c = 0; c < 3; c++) {
      m[4 * c + c] = 1;
    }
    plain = true;
  }

  /// Draws the changes in random order.
  ///
  /// @param means the picture's mean red, green and blue
  void jitter(ImageAugment augment, Draws draws, double[] means) {
    ImageAugment.Jitter jitter = augment.jitter();
    if (!jitter.isNone()) {
      plain = false;
      for (int kind : draws.permutation(4)) {
        switch (kind) {
          case 0 -> scale(factor(draws, jitter.brightness()), 0);
          case 1 -> {
            double contrast = factor(draws, jitter.contrast());
            scale(contrast, (1 - contrast) * gray(means));
          }
          case 2 -> saturate(factor(draws, jitter.saturation()));
          default -> turnHue(draws.between(-jitter.hue(), jitter.hue()) * 2 * Math.PI);
        }
      }
    }
    if (draws.chance(augment.gray())) {
      plain = false;
      saturate(0);
    }
  }

  private static double factor(Draws draws, double range) {
    return draws.between(1 - range, 1 + range);
  }

  /// The gray of a colour after the changes so far.
  private double gray(double[] colour) {
    double gray = 0;
    for (int c = 0; c < 3; c++) {
      double value = m[4 * c + 3];
      for (int k = 0; k < 3; k++) {
        value += m[4 * c + k] * colour[k];
      }
      gray += LUMA[c] * value;
    }
    return gray;
  }

  private void scale(double factor, double offset) {
    for (int i = 0; i < 12; i++) {
      m[i] = m[i] * factor + (i % 4 == 3 ? offset : 0);
    }
  }

  private void saturate(double factor) {
    System.arraycopy(m, 0, old, 0, 12);
    for (int k = 0; k < 4; k++) {
      double gray = LUMA[0] * old[k] + LUMA[1] * old[4 + k] + LUMA[2] * old[8 + k];
      for (int c = 0; c < 3; c++) {
        m[4 * c + k] = factor * old[4 * c + k] + (1 - factor) * gray;
      }
    }
  }

  /// Turns the plane of colours of one luma (I and Q of YIQ).
  private void turnHue(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    System.arraycopy(m, 0, old, 0, 12);
    for (int k = 0; k < 4; k++) {
      double r = old[k];
      double g = old[4 + k];
      double b = old[8 + k];
      double y = LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;
      double i = 0.595716 * r - 0.274453 * g - 0.321263 * b;
      double q = 0.211456 * r - 0.522591 * g + 0.311135 * b;
      double i2 = cos * i - sin * q;
      double q2 = sin * i + cos * q;
      m[k] = y + 0.9563 * i2 + 0.6210 * q2;
      m[4 + k] = y - 0.2721 * i2 - 0.6474 * q2;
      m[8 + k] = y - 1.1070 * i2 + 1.7046 * q2;
    }
  }

  /// Makes the changes ready for [#apply].
  void prepare() {
    for (int i = 0; i < 12; i++) {
      w[i] = (float) m[i];
    }
  }

  /// Changes, cuts to 0 … 255 and normalises part of a row.
  ///
  /// @param rgb `[3][count]`, planes `stride` apart
  /// @param from where red begins in it
  /// @param stride from plane to plane
  /// @param count pixels
  /// @param out receives the planes
  /// @param at where red begins in `out`
  /// @param plane from plane to plane in `out`
  void apply(float[] rgb, int from, int stride, int count, float[] out, int at, int plane) {
    for (int c = 0; c < 3; c++) {
      float scale = gain[c];
      float offset = shift[c];
      int to = at + c * plane;
      if (plain) {
        normalise(rgb, from + c * stride, count, scale, offset, out, to);
      } else {
        mix(rgb, from, stride, count, 4 * c, scale, offset, out, to);
      }
    }
  }

  private static void normalise(
      float[] in, int from, int count, float scale, float offset, float[] out, int to) {
    for (int x = 0; x < count; x++) {
      out[to + x] = Math.min(WHITE, Math.max(0, in[from + x])) * scale + offset;
    }
  }

  private void mix(
      float[] rgb,
      int from,
      int stride,
      int count,
      int row,
      float scale,
      float offset,
      float[] out,
      int to) {
    float wr = w[row];
    float wg = w[row + 1];
    float wb = w[row + 2];
    float add = w[row + 3];
    int green = from + stride;
    int blue = green + stride;
    for (int x = 0; x < count; x++) {
      float value = wr * rgb[from + x] + wg * rgb[green + x] + wb * rgb[blue + x] + add;
      out[to + x] = Math.min(WHITE, Math.max(0, value)) * scale + offset;
    }
  }
}
