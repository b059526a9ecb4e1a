package io.github.imagebind4j.media;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.function.IntUnaryOperator;

/// Decoded pixels with the precision that the file has: alpha dropped, palettes looked up. From
/// them come pictures, depth maps and thermal images.
///
/// The buffers hold `[height, width]` values from index 0 on; nobody writes to them.
sealed interface Pixels {

  /// Pixels in a row.
  int width();

  /// Rows.
  int height();

  /// Colour, 8 bits a channel; 16-bit files keep their high bytes.
  record Rgb(RgbImage image) implements Pixels {
    @Override
    public int width() {
      return image.width();
    }

    @Override
    public int height() {
      return image.height();
    }
  }

  /// Gray of at most 8 bits, spread over 0 to 255.
  record Gray8(int width, int height, ByteBuffer values) implements Pixels {}

  /// Gray of 16 bits, unsigned.
  record Gray16(int width, int height, ShortBuffer values) implements Pixels {}

  /// Gray as floats.
  record GrayFloat(int width, int height, FloatBuffer values) implements Pixels {}

  /// The picture that Pillow's `convert("RGB")` gives: 16-bit and float gray are clipped at 255,
  /// not scaled.
  ///
  /// Source: `docs/reference-behaviours.md`, I1.
  default RgbImage toRgb() {
    return switch (this) {
      case Rgb(RgbImage image) -> image;
      case Gray8(int w, int h, ByteBuffer values) -> gray(w, h, i -> values.get(i) & 0xff);
      case Gray16(int w, int h, ShortBuffer values) -> gray(w, h, i -> values.get(i) & 0xffff);
      // The cast takes NaN to 0, as Pillow does.
      case GrayFloat(int w, int h, FloatBuffer values) -> gray(w, h, i -> (int) values.get(i));
    };
  }

  private static RgbImage gray(int width, int height, IntUnaryOperator level) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      byte clipped = (byte) Math.clamp(level.applyAsInt(i), 0, 255);
      rgb[3 * i] = clipped;
      rgb[3 * i + 1] = clipped;
      rgb[3 * i + 2] = clipped;
    }
    return RgbImage.wrap(width, height, rgb);
  }
}
