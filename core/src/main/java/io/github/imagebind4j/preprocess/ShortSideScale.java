package io.github.imagebind4j.preprocess;

/// Bilinear scaling of a picture so that its shorter side has a given length, with half-pixel
/// centres and without antialiasing. Only the wanted window of the scaled picture is computed.
///
/// Source: pytorchvideo's `short_side_scale`; positions in float as PyTorch's `interpolate` has
/// them.
///
/// Immutable and safe for use by any thread.
///
/// @param width of the scaled picture
/// @param height of the scaled picture
/// @param inWidth of the picture that goes in
/// @param inHeight of the picture that goes in
record ShortSideScale(long width, long height, int inWidth, int inHeight) {

  /// The scaling for pictures of one size.
  ///
  /// @param shortSide what the shorter side becomes; the other is rounded down
  static ShortSideScale of(int inWidth, int inHeight, int shortSide) {
    return inWidth < inHeight
        ? new ShortSideScale(
            shortSide,
            (long) Math.floor((double) inHeight / inWidth * shortSide),
            inWidth,
            inHeight)
        : new ShortSideScale(
            (long) Math.floor((double) inWidth / inHeight * shortSide),
            shortSide,
            inWidth,
            inHeight);
  }

  /// Where the sources of one axis' outputs lie.
  private static final class Axis {
    final int[] low;
    final int[] high;
    final float[] weight;

    Axis(int in, long out, long from, int count) {
      low = new int[count];
      high = new int[count];
      weight = new float[count];
      float scale = (float) in / out;
      for (int i = 0; i < count; i++) {
        float source = Math.max(0, scale * (from + i + 0.5f) - 0.5f);
        low[i] = Math.min((int) source, in - 1);
        high[i] = Math.min(low[i] + 1, in - 1);
        weight[i] = source - low[i];
      }
    }
  }

  /// Hands out rows of the picture that is scaled.
  @FunctionalInterface
  interface Source {
    /// Copies part of a row.
    ///
    /// @param y the row, from 0 at the top
    /// @param x the first pixel
    /// @param count how many pixels
    /// @param target receives `[count, channels]` values
    void row(int y, int x, int count, float[] target);
  }

  /// Receives the rows of the scaled window.
  @FunctionalInterface
  interface Sink {
    /// Takes one row.
    ///
    /// @param y the row, from 0 at the window's top
    /// @param values `[width, channels]`; valid until the next row
    void row(int y, float[] values);
  }

  /// A part of the scaled picture.
  ///
  /// @param left its first column
  /// @param top its first row
  /// @param width its columns
  /// @param height its rows
  record Window(long left, long top, int width, int height) {}

  /// Computes a window of the scaled picture.
  ///
  /// @param source the picture, of this scaling's input size
  /// @param channels values of a pixel
  /// @param window what part is wanted
  /// @param sink receives its rows
  void scale(Source source, int channels, Window window, Sink sink) {
    Axis rows = new Axis(inHeight, height, window.top, window.height);
    RowScaler upper =
        new RowScaler(source, channels, new Axis(inWidth, width, window.left, window.width));
    RowScaler lower = new RowScaler(upper);
    float[] out = new float[window.width * channels];
    for (int y = 0; y < window.height; y++) {
      if (lower.row == rows.low[y]) {
        RowScaler swap = upper;
        upper = lower;
        lower = swap;
      }
      float[] above = upper.scaled(rows.low[y]);
      float[] below = lower.scaled(rows.high[y]);
      float down = rows.weight[y];
      for (int i = 0; i < out.length; i++) {
        out[i] = above[i] * (1 - down) + below[i] * down;
      }
      sink.row(y, out);
    }
  }

  /// One row of the source, scaled in its own direction and kept while it is the one asked for.
  private static final class RowScaler {
    private final Source source;
    private final int channels;
    private final Axis columns;
    private final int from;
    private final float[] values;
    private final float[] scaled;
    int row = -1;

    RowScaler(Source source, int channels, Axis columns) {
      this.source = source;
      this.channels = channels;
      this.columns = columns;
      this.from = columns.low[0];
      int count = columns.high[columns.high.length - 1] - from + 1;
      this.values = new float[count * channels];
      this.scaled = new float[columns.low.length * channels];
    }

    RowScaler(RowScaler like) {
      this(like.source, like.channels, like.columns);
    }

    float[] scaled(int y) {
      if (y != row) {
        source.row(y, from, values.length / channels, values);
        for (int x = 0; x < columns.low.length; x++) {
          int a = (columns.low[x] - from) * channels;
          int b = (columns.high[x] - from) * channels;
          float right = columns.weight[x];
          for (int c = 0; c < channels; c++) {
            scaled[x * channels + c] = values[a + c] * (1 - right) + values[b + c] * right;
          }
        }
        row = y;
      }
      return scaled;
    }
  }
}
