package io.github.imagebind4j.train.data;

/// Resamples a rectangle of a picture to any size, antialiased: when pixels are averaged down, the
/// kernel widens with them, as in Pillow. Works on planar rows of floats, so that the second pass
/// and whatever follows are loops the JIT turns into vector code.
///
/// Keeps its buffers for the next picture. One thread.
final class BoxResampler {

  /// How neighbours are weighted.
  enum Kernel {
    /// A triangle: what training crops with (the paper's "bilinear").
    BILINEAR(1),
    /// Keys' cubic of a = -0.5: what Pillow and the reference's preprocessing use.
    BICUBIC(2);

    final double reach;

    Kernel(double reach) {
      this.reach = reach;
    }

    double weight(double distance) {
      double d = Math.abs(distance);
      return switch (this) {
        case BILINEAR -> Math.max(0, 1 - d);
        case BICUBIC ->
            d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
      };
    }
  }

  /// Hands out rows of the picture.
  @FunctionalInterface
  interface Rows {
    /// Copies part of a row.
    ///
    /// @param y the row
    /// @param x the first pixel
    /// @param count how many pixels
    /// @param target receives `[count, channels]` values from index 0 on
    void row(int y, int x, int count, float[] target);
  }

  /// Receives the result row by row.
  @FunctionalInterface
  interface Sink {
    /// Takes a row.
    ///
    /// @param y the row, from 0
    /// @param planar `[channels, width]`; valid until the next row, and may be changed
    void row(int y, float[] planar);
  }

  /// A rectangle in the picture's pixels, which need not be whole ones.
  ///
  /// @param x its left edge
  /// @param y its upper edge
  /// @param width above 0
  /// @param height above 0
  record Box(double x, double y, double width, double height) {}

  private final Axis horizontal = new Axis();
  private final Axis vertical = new Axis();
  private float[] source = new float[0];
  private float[] scaled = new float[0];
  private float[] out = new float[0];

  /// Where the sources of one axis' outputs lie.
  private static final class Axis {
    int taps;
    int[] first = new int[0];
    float[] weights = new float[0];
    int from;
    int to;

    void prepare(Kernel kernel, int length, double start, double extent, int count, boolean flip) {
      double step = extent / count;
      double widen = Math.max(1, step);
      double reach = kernel.reach * widen;
      // The kernels are zero at their ends: an open interval of 2·reach holds no more whole
      // numbers.
      taps = Math.min(length, (int) Math.ceil(2 * reach));
      if (first.length < count) {
        first = new int[count];
      }
      if (weights.length < count * taps) {
        weights = new float[count * taps];
      }
      from = length;
      to = 0;
      for (int i = 0; i < count; i++) {
        int at = flip ? count - 1 - i : i;
        // The centre among pixel centres: pixel p's lies at p + 0.5.
        double centre = start + (i + 0.5) * step - 0.5;
        int low = Math.clamp((int) Math.floor(centre - reach) + 1, 0, length - taps);
        first[at] = low;
        from = Math.min(from, low);
        to = Math.max(to, low + taps);
        double sum = 0;
        for (int k = 0; k < taps; k++) {
          sum += kernel.weight((low + k - centre) / widen);
        }
        for (int k = 0; k < taps; k++) {
          double weight = kernel.weight((low + k - centre) / widen);
          weights[at * taps + k] = (float) (weight / sum);
        }
      }
    }
  }

  /// What to make of a picture.
  ///
  /// @param box what part of it, inside it
  /// @param flip whether left becomes right
  /// @param kernel how neighbours are weighted
  /// @param levels whether values become whole numbers from 0 to 255 after each pass, as in Pillow
  /// @param width of the result
  /// @param height of the result
  record Plan(Box box, boolean flip, Kernel kernel, boolean levels, int width, int height) {}

  /// Resamples.
  ///
  /// @param rows the picture
  /// @param channels values of a pixel
  /// @param width of the picture
  /// @param height of the picture
  /// @param plan what to make of it
  /// @param sink receives the result
  void resample(Rows rows, int channels, int width, int height, Plan plan, Sink sink) {
    Box box = plan.box;
    int outWidth = plan.width;
    horizontal.prepare(plan.kernel, width, box.x, box.width, outWidth, plan.flip);
    vertical.prepare(plan.kernel, height, box.y, box.height, plan.height, false);
    int columns = horizontal.to - horizontal.from;
    int lines = vertical.to - vertical.from;
    int rowLength = channels * outWidth;
    source = atLeast(source, columns * channels);
    scaled = atLeast(scaled, lines * rowLength);
    out = atLeast(out, rowLength);
    for (int y = 0; y < lines; y++) {
      rows.row(vertical.from + y, horizontal.from, columns, source);
      if (channels == 3 && horizontal.taps == 2) {
        scaleRgbByTwo(horizontal, source, outWidth, scaled, y * rowLength);
      } else if (channels == 3) {
        scaleRgb(outWidth, y * rowLength);
      } else {
        scalePlane(outWidth, y * rowLength);
      }
    }
    if (plan.levels) {
      toLevels(scaled, lines * rowLength);
    }
    for (int y = 0; y < plan.height; y++) {
      blend(y, rowLength);
      if (plan.levels) {
        toLevels(out, rowLength);
      }
      sink.row(y, out);
    }
  }

  private static void toLevels(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.rint(Math.min(255, Math.max(0, values[i])));
    }
  }

  /// [#scaleRgb] for two neighbours, as in every enlargement by the triangle: the hottest loop.
  private static void scaleRgbByTwo(Axis axis, float[] in, int outWidth, float[] scaled, int at) {
    int[] first = axis.first;
    float[] weights = axis.weights;
    int green = at + outWidth;
    int blue = green + outWidth;
    for (int x = 0; x < outWidth; x++) {
      int p = (first[x] - axis.from) * 3;
      float a = weights[2 * x];
      float b = weights[2 * x + 1];
      scaled[at + x] = a * in[p] + b * in[p + 3];
      scaled[green + x] = a * in[p + 1] + b * in[p + 4];
      scaled[blue + x] = a * in[p + 2] + b * in[p + 5];
    }
  }

  private void scaleRgb(int outWidth, int at) {
    int taps = horizontal.taps;
    int from = horizontal.from;
    float[] weights = horizontal.weights;
    float[] in = source;
    for (int x = 0; x < outWidth; x++) {
      float r = 0;
      float g = 0;
      float b = 0;
      int p = (horizontal.first[x] - from) * 3;
      int w = x * taps;
      for (int k = 0; k < taps; k++, p += 3) {
        float weight = weights[w + k];
        r += weight * in[p];
        g += weight * in[p + 1];
        b += weight * in[p + 2];
      }
      scaled[at + x] = r;
      scaled[at + outWidth + x] = g;
      scaled[at + 2 * outWidth + x] = b;
    }
  }

  private void scalePlane(int outWidth, int at) {
    int taps = horizontal.taps;
    for (int x = 0; x < outWidth; x++) {
      float sum = 0;
      int p = horizontal.first[x] - horizontal.from;
      for (int k = 0; k < taps; k++) {
        sum += horizontal.weights[x * taps + k] * source[p + k];
      }
      scaled[at + x] = sum;
    }
  }

  /// The weighted sum of the scaled rows behind one row of the result.
  private void blend(int y, int rowLength) {
    int taps = vertical.taps;
    int at = (vertical.first[y] - vertical.from) * rowLength;
    float[] rows = scaled;
    float[] sum = out;
    float first = vertical.weights[y * taps];
    if (taps == 1) {
      System.arraycopy(rows, at, sum, 0, rowLength);
      return;
    }
    float second = vertical.weights[y * taps + 1];
    int next = at + rowLength;
    for (int i = 0; i < rowLength; i++) {
      sum[i] = first * rows[at + i] + second * rows[next + i];
    }
    for (int k = 2; k < taps; k++) {
      float weight = vertical.weights[y * taps + k];
      if (weight != 0) {
        int row = at + k * rowLength;
        for (int i = 0; i < rowLength; i++) {
          sum[i] += weight * rows[row + i];
        }
      }
    }
  }

  private static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
