package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// A thermal picture in 8-bit gray levels, row by row from the top left: the form in which the
/// thermal encoder's training images (LLVIP) came.
///
/// Immutable and safe for use by any thread.
public final class ThermalImage {
  private final int width;
  private final int height;
  private final byte[] levels;

  private ThermalImage(int width, int height, byte[] levels) {
    if (width < 1 || height < 1 || (long) width * height != levels.length) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a thermal image of %d x %d needs %d levels, got %d; both sides must be at least 1",
              width,
              height,
              (long) width * height,
              levels.length));
    }
    this.width = width;
    this.height = height;
    this.levels = levels;
  }

  /// Makes a thermal image from a copy of `levels`.
  ///
  /// @param width pixels in a row, at least 1
  /// @param height rows, at least 1
  /// @param levels `height * width` gray levels 0 to 255, row by row
  /// @return the image
  /// @throws InputException if the number of levels does not fit the size
  public static ThermalImage copyOf(int width, int height, byte[] levels) {
    return new ThermalImage(width, height, levels.clone());
  }

  /// Makes a thermal image of a picture's luma, as Pillow's `convert("L")`: `(19595 R + 38470 G +
  /// 7471 B + 32768) / 65536`.
  ///
  /// @param image the picture
  /// @return the image
  public static ThermalImage luma(RgbImage image) {
    int width = image.width();
    byte[] levels = new byte[width * image.height()];
    byte[] row = new byte[width * 3];
    for (int y = 0; y < image.height(); y++) {
      image.copyRow(y, 0, width, row);
      for (int x = 0; x < width; x++) {
        int red = row[3 * x] & 0xff;
        int green = row[3 * x + 1] & 0xff;
        int blue = row[3 * x + 2] & 0xff;
        levels[y * width + x] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
      }
    }
    return new ThermalImage(width, image.height(), levels);
  }

  /// Pixels in a row.
  ///
  /// @return the width, at least 1
  public int width() {
    return width;
  }

  /// Rows.
  ///
  /// @return the height, at least 1
  public int height() {
    return height;
  }

  /// All levels, `[height, width]` row-major, as a view.
  ///
  /// @return a fresh read-only buffer of unsigned bytes; no copy is made
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(levels).asReadOnlyBuffer();
  }

  /// Copies part of one row: the quick way to walk over the pixels.
  ///
  /// @param y the row, from 0 at the top
  /// @param x the first pixel, from 0 at the left
  /// @param count how many pixels
  /// @param target receives `count` levels, from index 0 on
  public void copyRow(int y, int x, int count, byte[] target) {
    if (y < 0 || y >= height || x < 0 || count < 0 || x > width - count) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "pixels %d to %d of row %d in an image of %d x %d",
              x,
              (long) x + count,
              y,
              width,
              height));
    }
    System.arraycopy(levels, y * width + x, target, 0, count);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof ThermalImage other
        && width == other.width
        && height == other.height
        && Arrays.equals(levels, other.levels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(levels);
  }

  @Override
  public String toString() {
    return "ThermalImage[" + width + " x " + height + "]";
  }
}
