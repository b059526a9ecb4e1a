package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.input.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Small real files, made where a test needs them.
final class TestMedia {

  private TestMedia() {}

  /// The colour of a pixel.
  @FunctionalInterface
  interface Painter {
    int rgb(int x, int y);
  }

  static Path picture(Path file, int width, int height, Painter painter) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, painter.rgb(x, y));
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /// A smooth picture that differs with its seed.
  static Path picture(Path file, int width, int height, int seed) throws IOException {
    return picture(
        file,
        width,
        height,
        (x, y) -> {
          int r = (int) (127 + 120 * Math.sin((x + 3 * seed) / 9.0));
          int g = (int) (127 + 120 * Math.cos((y + 5 * seed) / 7.0));
          return r << 16 | g << 8 | (x * 3 + y * 2 + 11 * seed) % 256;
        });
  }

  /// 16 bits, millimetres.
  static Path depth(Path file, int width, int height, Painter millimetres) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, millimetres.rgb(x, y));
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /// 16 kHz, one channel, a tone that rises.
  static byte[] wav(double seconds, double hertz) {
    int count = (int) (16_000 * seconds);
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(36 + 2 * count);
    out.put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '}).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    out.putShort((short) 2).putShort((short) 16);
    out.put(new byte[] {'d', 'a', 't', 'a'}).putInt(2 * count);
    for (int i = 0; i < count; i++) {
      double t = i / 16_000.0;
      out.putShort((short) (9000 * Math.sin(2 * Math.PI * (hertz + 200 * t) * t) + i % 17));
    }
    return out.array();
  }

  static Path sound(Path file, double seconds, double hertz) throws IOException {
    return Files.write(file, wav(seconds, hertz));
  }

  static Path motion(Path file, int samples) {
    float[] values = new float[6 * samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) Math.sin(i / 5.0);
      values[samples + i] = 0.5f;
      values[2 * samples + i] = 9.8f;
      values[3 * samples + i] = (float) Math.cos(i / 9.0);
      values[5 * samples + i] = 0.1f;
    }
    NpyFile.write(file, FloatArray.wrap(values, 6, samples));
    return file;
  }

  static Item item(String id, Modality modality, Path file, String label, String pairKey) {
    return new Item(
        id,
        modality,
        new MediaLocation.WholeFile(file),
        MediaFormats.DEFAULT,
        label,
        List.of("a " + label),
        "train",
        pairKey,
        "made/" + id);
  }

  static Item text(String id, String text, String label) {
    return new Item(
        id,
        Modality.TEXT,
        new MediaLocation.None(),
        MediaFormats.DEFAULT,
        label,
        List.of(text),
        "train",
        "",
        "");
  }
}
