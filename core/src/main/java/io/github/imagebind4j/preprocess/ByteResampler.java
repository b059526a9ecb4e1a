package io.github.imagebind4j.preprocess;

/// Pillow's bicubic resampling of interleaved 8-bit values, bit for bit: integer weights, the rows
/// first, rounded and clipped to 8 bits before the columns. Rows and columns that the output does
/// not need are never computed, which changes no number.
///
/// Both directions are [WeightedLines], which wants long lines that share a weight. The columns'
/// direction has them. For the rows' direction a strip of rows at a time is turned by its diagonal,
/// and the result turned back.
///
/// Source: `docs/reference-behaviours.md`, I3.
final class ByteResampler {
  /// Rows that are turned at a time: enough for long loops, few enough for the second-level cache.
  private static final int STRIP = 64;

  private static final int BLOCK = ByteTranspose.BLOCK;

  /// Turns a level from 0 to 255 into a signed byte, 128 lower, and back; here for eight at a time.
  private static final long SIGNED = 0x8080808080808080L;

  private final Rows rows;
  private final int channels;
  private final ResizeCrop plan;

  /// A line of the output in bytes, and the same rounded up to whole blocks.
  private final int line;

  private final int stride;

  private ByteResampler(Rows rows, int channels, ResizeCrop plan) {
    this.rows = rows;
    this.channels = channels;
    this.plan = plan;
    this.line = plan.cropWidth() * channels;
    this.stride = ByteTranspose.roundUp(line);
  }

  /// A picture's rows.
  @FunctionalInterface
  interface Rows {
    /// Copies `count` pixels of row `y` from pixel `x` on to the start of `target`.
    void copy(int y, int x, int count, byte[] target);
  }

  /// Resizes and crops.
  ///
  /// @param rows the source
  /// @param channels values a pixel
  /// @param plan the sizes
  /// @return `[cropHeight, cropWidth, channels]`
  static byte[] resample(Rows rows, int channels, ResizeCrop plan) {
    return new ByteResampler(rows, channels, plan).run();
  }

  private byte[] run() {
    if (plan.keepsHeight()) {
      return levels(horizontal((int) plan.top(), plan.cropHeight()));
    }
    BicubicAxis axis = plan.vertical();
    byte[] between = horizontal(axis.first(), axis.end() - axis.first());
    byte[] out = new byte[axis.length() * stride];
    var sums = new WeightedLines(axis, between, stride);
    for (int y = 0; y < axis.length(); y++) {
      sums.compute(y, out, y * stride);
    }
    return levels(out);
  }

  /// The source's rows from `first` on, resampled in their own direction: signed lines at a
  /// distance of `stride`.
  private byte[] horizontal(int first, int count) {
    return plan.keepsWidth() ? signedRows(first, count) : resampledRows(first, count);
  }

  private byte[] signedRows(int first, int count) {
    byte[] out = new byte[count * stride];
    byte[] row = new byte[line];
    for (int y = 0; y < count; y++) {
      rows.copy(first + y, (int) plan.left(), plan.cropWidth(), row);
      for (int x = 0; x < line; x++) {
        out[y * stride + x] = (byte) (row[x] ^ SIGNED);
      }
    }
    return out;
  }

  private byte[] resampledRows(int first, int count) {
    BicubicAxis axis = plan.horizontal();
    int columns = axis.end() - axis.first();
    byte[][] source = new byte[BLOCK][ByteTranspose.roundUp(columns * channels)];
    byte[] turned = new byte[source[0].length * STRIP];
    var sums = new WeightedLines(axis, turned, channels * STRIP);
    byte[] pixel = new byte[channels * STRIP];
    byte[][] resampled = new byte[stride][STRIP];
    byte[] out = new byte[Math.ceilDiv(count, STRIP) * STRIP * stride];
    for (int strip = 0; strip < count; strip += STRIP) {
      int end = Math.min(strip + STRIP, count);
      for (int y = strip; y < end; y += BLOCK) {
        for (int i = 0; i < BLOCK && y + i < end; i++) {
          rows.copy(first + y + i, axis.first(), columns, source[i]);
        }
        ByteTranspose.eightRows(source, 0, turned, y - strip, STRIP, SIGNED);
      }
      for (int x = 0; x < axis.length(); x++) {
        sums.compute(x, pixel, 0);
        for (int c = 0; c < channels; c++) {
          System.arraycopy(pixel, c * STRIP, resampled[x * channels + c], 0, STRIP);
        }
      }
      for (int x = 0; x < stride; x += BLOCK) {
        ByteTranspose.eightRows(resampled, x, out, strip * stride + x, stride, 0);
      }
    }
    return out;
  }

  /// Signed lines without their filling, as levels from 0 to 255.
  private byte[] levels(byte[] lines) {
    byte[] out = new byte[plan.cropHeight() * line];
    for (int y = 0; y < plan.cropHeight(); y++) {
      for (int x = 0; x < line; x++) {
        out[y * line + x] = (byte) (lines[y * stride + x] ^ SIGNED);
      }
    }
    return out;
  }
}
