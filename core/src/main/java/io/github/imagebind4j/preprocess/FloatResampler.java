package io.github.imagebind4j.preprocess;

/// Pillow's bicubic resampling of floats (mode `F`): weights and sums in double, the rows first,
/// rounded to float before the columns. torchvision's antialiased bicubic of a tensor differs by
/// float rounding only.
final class FloatResampler {

  private FloatResampler() {}

  /// Resizes and crops one plane.
  ///
  /// @param source `[height, width]`
  /// @param plan the sizes
  /// @return `[size, size]`
  static float[] resample(float[] source, ResizeCrop plan) {
    int size = plan.size();
    BicubicAxis vertical = plan.keepsHeight() ? null : plan.vertical();
    int firstRow = vertical == null ? (int) plan.top() : vertical.first();
    int rows = vertical == null ? size : vertical.end() - firstRow;
    float[] between = new float[rows * size];
    horizontal(source, plan, firstRow, between);
    if (vertical == null) {
      return between;
    }
    float[] out = new float[size * size];
    double[] weights = vertical.weights();
    for (int y = 0; y < size; y++) {
      int from = (vertical.start(y) - firstRow) * size;
      for (int x = 0; x < size; x++) {
        double sum = 0;
        for (int k = 0; k < vertical.count(y); k++) {
          sum += between[from + k * size + x] * weights[y * vertical.taps() + k];
        }
        out[y * size + x] = (float) sum;
      }
    }
    return out;
  }

  private static void horizontal(float[] source, ResizeCrop plan, int firstRow, float[] out) {
    int size = plan.size();
    int rows = out.length / size;
    if (plan.keepsWidth()) {
      for (int y = 0; y < rows; y++) {
        int from = (firstRow + y) * plan.width() + (int) plan.left();
        System.arraycopy(source, from, out, y * size, size);
      }
      return;
    }
    BicubicAxis axis = plan.horizontal();
    double[] weights = axis.weights();
    for (int y = 0; y < rows; y++) {
      int row = (firstRow + y) * plan.width();
      for (int x = 0; x < size; x++) {
        double sum = 0;
        int from = row + axis.start(x);
        int w = x * axis.taps();
        for (int k = 0; k < axis.count(x); k++) {
          sum += source[from + k] * weights[w + k];
        }
        out[y * size + x] = (float) sum;
      }
    }
  }
}
