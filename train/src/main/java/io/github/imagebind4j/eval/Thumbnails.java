package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.page.WebPage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/// Small pictures of items as data URIs, up to a total size; what is no picture has none.
final class Thumbnails {
  private static final int SIDE = 112;

  /// So much of a page may be pictures.
  private static final int MOST_BYTES = 2_000_000;

  private final MediaDecoder decoder = MediaDecoder.standard();
  private final Map<String, Optional<String>> made = new HashMap<>();
  private int bytes;

  /// Reads a pixel's colour, 0xRRGGBB.
  private interface Pixels {
    int at(int x, int y);
  }

  /// The picture of an item.
  ///
  /// @return a data URI, or empty: no picture, not readable, or the page is full
  Optional<String> of(EvalItem item) {
    return made.computeIfAbsent(item.modality() + " " + item.id(), _ -> make(item));
  }

  private Optional<String> make(EvalItem item) {
    if (bytes >= MOST_BYTES) {
      return Optional.empty();
    }
    try {
      return switch (item.input().open()) {
        case Input.Image image -> {
          RgbImage rgb = decoder.image(image.source());
          byte[] data = rgb.toBytes();
          yield encode(
              rgb.width(), rgb.height(), (x, y) -> colour(data, 3 * (y * rgb.width() + x)));
        }
        case Input.Thermal thermal -> {
          ThermalImage gray = decoder.thermal(thermal.source(), thermal.format());
          yield encode(
              gray.width(),
              gray.height(),
              (x, y) -> gray(gray.asBuffer().get(y * gray.width() + x) & 0xff));
        }
        case Input.Depth depth -> {
          DepthMap map = decoder.depth(depth.source(), depth.format());
          float[] metres = map.toArray();
          yield encode(map.width(), map.height(), (x, y) -> near(metres[y * map.width() + x]));
        }
        case Input.Text _, Input.Video _, Input.Audio _, Input.Imu _, Input.Raw _ ->
            Optional.empty();
      };
    } catch (ImageBindException | IOException e) {
      return Optional.empty(); // a page without this picture is still a page
    }
  }

  private static int colour(byte[] rgb, int at) {
    return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
  }

  private static int gray(int level) {
    return level * 0x010101;
  }

  /// Near is light; holes are black.
  private static int near(float metres) {
    return metres > 0 ? gray((int) Math.clamp(255 / (0.6 + metres), 0, 255)) : 0;
  }

  private Optional<String> encode(int width, int height, Pixels pixels) throws IOException {
    double scale = Math.min(1, (double) SIDE / Math.max(width, height));
    int w = Math.max(1, (int) Math.round(width * scale));
    int h = Math.max(1, (int) Math.round(height * scale));
    BufferedImage small = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        small.setRGB(x, y, mean(pixels, width, height, x, y, w, h));
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(small, "jpeg", jpeg);
    bytes += jpeg.size();
    return Optional.of(WebPage.data("image/jpeg", jpeg.toByteArray()));
  }

  /// The mean colour of the pixels under one pixel of the small picture, at most 4 x 4 of them.
  private static int mean(Pixels pixels, int width, int height, int x, int y, int w, int h) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int part = 0; part < 16; part++) {
      int column = part % 4;
      int line = part / 4;
      int sx = Math.min(width - 1, (int) ((x + (column + 0.5) / 4) * width / w));
      int sy = Math.min(height - 1, (int) ((y + (line + 0.5) / 4) * height / h));
      int rgb = pixels.at(sx, sy);
      red += (rgb >> 16) & 0xff;
      green += (rgb >> 8) & 0xff;
      blue += rgb & 0xff;
    }
    return ((red / 16) << 16) | ((green / 16) << 8) | (blue / 16);
  }
}
