package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.ThermalImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A part of a picture as a file in memory: uncompressed BMP, of which nothing is lost.
final class PictureCrop {
  private static final int HEADER = 54;

  private PictureCrop() {}

  static Input thermal(Path file, VocAnnotation.Box box) {
    ThermalImage whole = MediaDecoder.standard().thermal(MediaSource.of(file));
    VocAnnotation.Box in = inside(file, box, whole.width(), whole.height());
    byte[] rgb = new byte[3 * in.width() * in.height()];
    byte[] row = new byte[in.width()];
    for (int y = 0; y < in.height(); y++) {
      whole.copyRow(in.top() + y, in.left(), in.width(), row);
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * row.length + x);
        rgb[at] = row[x];
        rgb[at + 1] = row[x];
        rgb[at + 2] = row[x];
      }
    }
    return new Input.Thermal(source(file, in, rgb));
  }

  static Input image(Path file, VocAnnotation.Box box) {
    RgbImage whole = MediaDecoder.standard().image(MediaSource.of(file));
    VocAnnotation.Box in = inside(file, box, whole.width(), whole.height());
    byte[] rgb = new byte[3 * in.width() * in.height()];
    byte[] row = new byte[3 * in.width()];
    for (int y = 0; y < in.height(); y++) {
      whole.copyRow(in.top() + y, in.left(), in.width(), row);
      System.arraycopy(row, 0, rgb, y * row.length, row.length);
    }
    return new Input.Image(source(file, in, rgb));
  }

  private static VocAnnotation.Box inside(Path file, VocAnnotation.Box box, int width, int height) {
    int right = Math.min(box.right(), width);
    int bottom = Math.min(box.bottom(), height);
    if (box.left() >= right || box.top() >= bottom) {
      throw new InputException(
          file + " is " + width + " x " + height + ", its annotation's box lies outside: " + box);
    }
    return new VocAnnotation.Box(box.left(), box.top(), right, bottom);
  }

  private static MediaSource source(Path file, VocAnnotation.Box box, byte[] rgb) {
    String name = DatasetFiles.name(file) + "[" + box.left() + "," + box.top() + "]";
    return MediaSource.of(bmp(box.width(), box.height(), rgb), name);
  }

  /// A 24-bit BMP, rows from the bottom up, each padded to four bytes.
  static byte[] bmp(int width, int height, byte[] rgb) {
    int stride = (3 * width + 3) / 4 * 4;
    int size = Math.addExact(HEADER, Math.multiplyExact(stride, height));
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    out.writeBytes("BM".getBytes(StandardCharsets.US_ASCII));
    for (int value : new int[] {size, 0, HEADER, 40, width, height}) {
      little(out, value, 4);
    }
    little(out, 1, 2);
    little(out, 24, 2);
    for (int value : new int[] {0, stride * height, 2835, 2835, 0, 0}) {
      little(out, value, 4);
    }
    byte[] padding = new byte[stride - 3 * width];
    for (int y = height - 1; y >= 0; y--) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        out.write(rgb[at + 2]);
        out.write(rgb[at + 1]);
        out.write(rgb[at]);
      }
      out.writeBytes(padding);
    }
    return out.toByteArray();
  }

  private static void little(ByteArrayOutputStream out, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
