package io.github.imagebind4j.train.data;

import java.util.Arrays;

/// RandAugment's operations on planes of floats from 0 to 255, each applied with probability a half
/// and a strength that varies, as timm's `rand-m9-mstd0.5` ("9/0.5" in the paper's Table 9).
///
/// Of one channel (depth, thermal), only the operations that move pixels are applied: both pictures
/// of an aligned pair draw the same, and stay aligned.
///
/// Source: Cubuk et al., arXiv 1909.13719; strengths as in timm's `auto_augment.py`. One thread.
final class RandAugment {

  private enum Operation {
    AUTO_CONTRAST,
    EQUALIZE,
    INVERT,
    POSTERIZE,
    SOLARIZE,
    SOLARIZE_ADD,
    COLOUR,
    CONTRAST,
    BRIGHTNESS,
    SHARPNESS,
    ROTATE,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X,
    TRANSLATE_Y
  }

  private static final Operation[] OPERATIONS = Operation.values();
  private static final double STRONGEST = 10;
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private float[] copy = new float[0];
  private final int[] histogram = new int[256];

  void apply(
      float[] planes, int channels, int size, float[] fill, ImageAugment augment, Draws draws) {
    for (int i = 0; i < augment.operations(); i++) {
      Operation operation = OPERATIONS[draws.below(OPERATIONS.length)];
      boolean skip = !draws.chance(0.5);
      double strength =
          Math.clamp(
                  augment.magnitude() + augment.magnitudeDeviation() * draws.gaussian(),
                  0,
                  STRONGEST)
              / STRONGEST;
      double sign = draws.chance(0.5) ? -1 : 1;
      if (!skip) {
        apply(operation, planes, channels, size, fill, strength, sign);
      }
    }
  }

  private void apply(
      Operation operation,
      float[] planes,
      int channels,
      int size,
      float[] fill,
      double strength,
      double sign) {
    int count = channels * size * size;
    double factor = 1 + sign * 0.9 * strength;
    switch (operation) {
      case ROTATE -> {
        double angle = sign * strength * Math.PI / 6;
        move(
            planes,
            channels,
            size,
            fill,
            Math.cos(angle),
            Math.sin(angle),
            0,
            -Math.sin(angle),
            Math.cos(angle),
            0);
      }
      case SHEAR_X -> move(planes, channels, size, fill, 1, sign * 0.3 * strength, 0, 0, 1, 0);
      case SHEAR_Y -> move(planes, channels, size, fill, 1, 0, 0, sign * 0.3 * strength, 1, 0);
      case TRANSLATE_X ->
          move(planes, channels, size, fill, 1, 0, sign * 0.45 * strength * size, 0, 1, 0);
      case TRANSLATE_Y ->
          move(planes, channels, size, fill, 1, 0, 0, 0, 1, sign * 0.45 * strength * size);
      default -> {
        if (channels == 3) {
          recolour(operation, planes, size, count, strength, factor);
        }
      }
    }
  }

  private void recolour(
      Operation operation, float[] planes, int size, int count, double strength, double factor) {
    int plane = size * size;
    switch (operation) {
      case AUTO_CONTRAST -> {
        for (int c = 0; c < 3; c++) {
          stretch(planes, c * plane, plane);
        }
      }
      case EQUALIZE -> {
        for (int c = 0; c < 3; c++) {
          equalize(planes, c * plane, plane);
        }
      }
      case INVERT -> {
        for (int i = 0; i < count; i++) {
          planes[i] = 255 - planes[i];
        }
      }
      case POSTERIZE -> {
        int step = 1 << (8 - Math.max(1, 4 - (int) (4 * strength)));
        for (int i = 0; i < count; i++) {
          planes[i] = (int) planes[i] / step * step;
        }
      }
      case SOLARIZE -> {
        float threshold = (float) (256 - 256 * strength);
        for (int i = 0; i < count; i++) {
          planes[i] = planes[i] >= threshold ? 255 - planes[i] : planes[i];
        }
      }
      case SOLARIZE_ADD -> {
        float add = (float) (110 * strength);
        for (int i = 0; i < count; i++) {
          planes[i] = planes[i] < 128 ? Math.min(255, planes[i] + add) : planes[i];
        }
      }
      case COLOUR -> {
        for (int i = 0; i < plane; i++) {
          double gray = gray(planes, i, plane);
          for (int c = 0; c < 3; c++) {
            planes[c * plane + i] = cut(gray + factor * (planes[c * plane + i] - gray));
          }
        }
      }
      case CONTRAST -> {
        double mean = 0;
        for (int i = 0; i < plane; i++) {
          mean += gray(planes, i, plane);
        }
        mean /= plane;
        for (int i = 0; i < count; i++) {
          planes[i] = cut(mean + factor * (planes[i] - mean));
        }
      }
      case BRIGHTNESS -> {
        for (int i = 0; i < count; i++) {
          planes[i] = cut(factor * planes[i]);
        }
      }
      case SHARPNESS -> sharpen(planes, size, factor);
      case ROTATE, SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y ->
          throw new IllegalStateException(operation + " moves pixels");
    }
  }

  private static double gray(float[] planes, int at, int plane) {
    return LUMA[0] * planes[at] + LUMA[1] * planes[plane + at] + LUMA[2] * planes[2 * plane + at];
  }

  private static float cut(double value) {
    return (float) Math.clamp(value, 0, 255);
  }

  private static void stretch(float[] planes, int from, int count) {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i = from; i < from + count; i++) {
      low = Math.min(low, planes[i]);
      high = Math.max(high, planes[i]);
    }
    if (high > low) {
      float scale = 255 / (high - low);
      for (int i = from; i < from + count; i++) {
        planes[i] = (planes[i] - low) * scale;
      }
    }
  }

  private void equalize(float[] planes, int from, int count) {
    Arrays.fill(histogram, 0);
    for (int i = from; i < from + count; i++) {
      histogram[(int) cut(planes[i])]++;
    }
    int sum = 0;
    for (int level = 0; level < histogram.length; level++) {
      sum += histogram[level];
      histogram[level] = (int) (255L * sum / count);
    }
    for (int i = from; i < from + count; i++) {
      planes[i] = histogram[(int) cut(planes[i])];
    }
  }

  /// Away from, or towards, a smoothed picture (Pillow's `SMOOTH`: the centre weighs 5 of 13).
  private void sharpen(float[] planes, int size, double factor) {
    int plane = size * size;
    keepCopy(planes, 3 * plane);
    for (int c = 0; c < 3; c++) {
      for (int y = 1; y < size - 1; y++) {
        for (int x = 1; x < size - 1; x++) {
          int at = c * plane + y * size + x;
          float around =
              copy[at - size - 1]
                  + copy[at - size]
                  + copy[at - size + 1]
                  + copy[at - 1]
                  + copy[at + 1]
                  + copy[at + size - 1]
                  + copy[at + size]
                  + copy[at + size + 1];
          double smooth = (around + 5 * copy[at]) / 13;
          planes[at] = cut(smooth + factor * (copy[at] - smooth));
        }
      }
    }
  }

  private void keepCopy(float[] planes, int count) {
    if (copy.length < count) {
      copy = new float[count];
    }
    System.arraycopy(planes, 0, copy, 0, count);
  }

  /// Takes each pixel from `(a·x + b·y + c, d·x + e·y + f)`, measured from the middle, bilinearly.
  private void move(
      float[] planes,
      int channels,
      int size,
      float[] fill,
      double a,
      double b,
      double c,
      double d,
      double e,
      double f) {
    int plane = size * size;
    keepCopy(planes, channels * plane);
    double middle = (size - 1) / 2.0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double sx = a * (x - middle) + b * (y - middle) + c + middle;
        double sy = d * (x - middle) + e * (y - middle) + f + middle;
        int x0 = (int) Math.floor(sx);
        int y0 = (int) Math.floor(sy);
        boolean inside = x0 >= 0 && y0 >= 0 && x0 < size - 1 && y0 < size - 1;
        // The last row and column have no neighbour beyond; they count when hit exactly.
        if (!inside && sx >= 0 && sy >= 0 && sx <= size - 1 && sy <= size - 1) {
          x0 = Math.min(x0, size - 2);
          y0 = Math.min(y0, size - 2);
          inside = size > 1;
        }
        float fx = (float) (sx - x0);
        float fy = (float) (sy - y0);
        int at = y0 * size + x0;
        for (int k = 0; k < channels; k++) {
          float value = fill[k];
          if (inside) {
            int p = k * plane + at;
            float top = copy[p] + (copy[p + 1] - copy[p]) * fx;
            float low = copy[p + size] + (copy[p + size + 1] - copy[p + size]) * fx;
            value = top + (low - top) * fy;
          }
          planes[k * plane + y * size + x] = value;
        }
      }
    }
  }
}
