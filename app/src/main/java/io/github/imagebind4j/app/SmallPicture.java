package io.github.imagebind4j.app;

import io.github.imagebind4j.media.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures small enough for a page.
final class SmallPicture {
  /// So many samples a side make up a pixel of the small picture.
  private static final int SAMPLES = 3;

  private SmallPicture() {}

  /// Scales a picture down.
  ///
  /// @param side what its longer side has at most, in pixels
  /// @return a JPEG
  static byte[] jpeg(RgbImage picture, int side) {
    double scale = Math.min(1, (double) side / Math.max(picture.width(), picture.height()));
    int width = Math.max(1, (int) Math.round(picture.width() * scale));
    int height = Math.max(1, (int) Math.round(picture.height() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    byte[] row = new byte[picture.width() * 3];
    int[] sums = new int[width * 3];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 0);
      for (int part = 0; part < SAMPLES; part++) {
        picture.copyRow(place(y, part, height, picture.height()), 0, picture.width(), row);
        add(row, picture.width(), sums, width);
      }
      for (int x = 0; x < width; x++) {
        int count = SAMPLES * SAMPLES;
        int red = sums[3 * x] / count;
        int green = sums[3 * x + 1] / count;
        int blue = sums[3 * x + 2] / count;
        small.setRGB(x, y, (red << 16) | (green << 8) | blue);
      }
    }
    return encode(small);
  }

  private static void add(byte[] row, int fullWidth, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      for (int part = 0; part < SAMPLES; part++) {
        int at = 3 * place(x, part, width, fullWidth);
        for (int c = 0; c < 3; c++) {
          sums[3 * x + c] += row[at + c] & 0xff;
        }
      }
    }
  }

  private static int place(int at, int part, int small, int full) {
    return Math.min(full - 1, (int) ((at + (part + 0.5) / SAMPLES) * full / small));
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
