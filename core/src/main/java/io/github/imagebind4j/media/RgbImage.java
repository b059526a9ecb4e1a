package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/// A decoded picture: 8 bits each of red, green and blue, interleaved, row by row from the top
/// left.
///
/// Immutable and safe for use by any thread.
public final class RgbImage implements RgbRows {
  private final int width;
  private final int height;
  private final byte[] rgb;

  private RgbImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || (long) width * height * 3 != rgb.length) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a picture of %d x %d pixels needs %d bytes of RGB, got %d; both sides must be at least 1",
              width,
              height,
              (long) width * height * 3,
              rgb.length));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /// Makes a picture from a copy of `rgb`.
  ///
  /// @param width pixels in a row, at least 1
  /// @param height rows, at least 1
  /// @param rgb `height * width * 3` bytes: red, green, blue of each pixel, row by row
  /// @return the picture
  /// @throws InputException if the number of bytes does not fit the size
  public static RgbImage copyOf(int width, int height, byte[] rgb) {
    return new RgbImage(width, height, rgb.clone());
  }

  /// Makes a picture that takes over `rgb` without copying. The caller must not write to it again.
  ///
  /// @param width pixels in a row, at least 1
  /// @param height rows, at least 1
  /// @param rgb `height * width * 3` bytes: red, green, blue of each pixel, row by row
  /// @return the picture
  /// @throws InputException if the number of bytes does not fit the size
  public static RgbImage wrap(int width, int height, byte[] rgb) {
    return new RgbImage(width, height, rgb);
  }

  /// Pixels in a row.
  ///
  /// @return the width, at least 1
  @Override
  public int width() {
    return width;
  }

  /// Rows.
  ///
  /// @return the height, at least 1
  @Override
  public int height() {
    return height;
  }

  /// All values, `[height, width, 3]` row-major, as a view.
  ///
  /// @return a fresh read-only buffer; no copy is made
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
  }

  /// All values, `[height, width, 3]` row-major.
  ///
  /// @return a fresh copy
  public byte[] toBytes() {
    return rgb.clone();
  }

  /// Copies part of one row: the quick way to walk over the pixels.
  ///
  /// @param y the row, from 0 at the top
  /// @param x the first pixel, from 0 at the left
  /// @param count how many pixels
  /// @param target receives `count * 3` bytes, from index 0 on
  @Override
  public void copyRow(int y, int x, int count, byte[] target) {
    if (y < 0 || y >= height || x < 0 || count < 0 || x > width - count) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "pixels %d to %d of row %d in a picture of %d x %d",
              x,
              (long) x + count,
              y,
              width,
              height));
    }
    System.arraycopy(rgb, (y * width + x) * 3, target, 0, count * 3);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RgbImage other
        && width == other.width
        && height == other.height
        && Arrays.equals(rgb, other.rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + " x " + height + "]";
  }
}
