package io.github.imagebind4j.page;

import io.github.imagebind4j.media.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/// Small copies of pictures, for pages that show many.
///
/// Stateless and safe for use by any thread.
public final class Thumbnail {
  private Thumbnail() {}

  /// A small copy.
  ///
  /// @param image any picture
  /// @param longest its longer side, at most, in pixels; smaller pictures keep their size
  /// @return a JPEG
  public static byte[] of(RgbImage image, int longest) {
    BufferedImage full =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    ByteBuffer rgb = image.asBuffer();
    int[] row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * row.length + x);
        row[x] = (rgb.get(at) & 255) << 16 | (rgb.get(at + 1) & 255) << 8 | (rgb.get(at + 2) & 255);
      }
      full.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return encode(full, longest);
  }

  /// A small copy of a drawing.
  ///
  /// @param drawing a picture as [Drawing] makes them
  /// @param longest its longer side, at most, in pixels
  /// @return a JPEG
  public static byte[] of(byte[] drawing, int longest) {
    try {
      return encode(ImageIO.read(new ByteArrayInputStream(drawing)), longest);
    } catch (IOException e) {
      throw new IllegalStateException("a drawing of our own can be read", e);
    }
  }

  private static byte[] encode(BufferedImage full, int longest) {
    BufferedImage image = full;
    int side = Math.max(image.getWidth(), image.getHeight());
    while (side > longest) { // by halves at most: bilinear looks at four pixels only
      double scale = Math.max(0.5, (double) longest / side);
      image = scaled(image, scale);
      side = Math.max(image.getWidth(), image.getHeight());
    }
    return Drawing.encode(image, "jpeg");
  }

  private static BufferedImage scaled(BufferedImage image, double scale) {
    int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
    int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return small;
  }
}
