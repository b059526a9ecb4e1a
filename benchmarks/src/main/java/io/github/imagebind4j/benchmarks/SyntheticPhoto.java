package io.github.imagebind4j.benchmarks;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;

/// A picture that costs a decoder about what a photograph does, always the same for one size.
///
/// What a JPEG costs depends on how much detail it holds, so neither noise nor a flat colour will
/// do. This is a sum of smooth noise whose strength falls with its frequency, as in nature, cut by
/// hard edges, with a little grain as from a sensor: at quality 90 about 2 bits a pixel, as cameras
/// write.
final class SyntheticPhoto {
  private static final long SEED = 20_230_509;
  private static final int OCTAVES = 10;
  private static final float JPEG_QUALITY = 0.9f;

  private final int width;
  private final int height;
  private final int[] lattice = new int[1 << 16];

  private SyntheticPhoto(int width, int height) {
    this.width = width;
    this.height = height;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = random.nextInt(-128, 128);
    }
  }

  /// The picture as a JPEG of quality 90, chroma halved in both directions.
  static byte[] jpeg(int width, int height) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var bytes = new ByteArrayOutputStream();
        var out = ImageIO.createImageOutputStream(bytes)) {
      var parameters = new JPEGImageWriteParam(null);
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(
          null, new IIOImage(new SyntheticPhoto(width, height).paint(), null, null), parameters);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /// The picture as a PNG of 8 bits a channel.
  static byte[] png(int width, int height) {
    return png(new SyntheticPhoto(width, height).paint());
  }

  private static byte[] png(BufferedImage image) {
    try (var bytes = new ByteArrayOutputStream()) {
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The picture's green as a gray PNG: of 8 bits from 0 to 255, of 16 bits from 1,000 to 6,000, as
  /// a depth camera's millimetres.
  static byte[] grayPng(int width, int height, int bits) {
    BufferedImage colour = new SyntheticPhoto(width, height).paint();
    var gray =
        new BufferedImage(
            width,
            height,
            bits == 8 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int level = (colour.getRGB(x, y) >>> 8) & 0xff;
        gray.getRaster().setSample(x, y, 0, bits == 8 ? level : 1000 + level * 5000 / 255);
      }
    }
    return png(gray);
  }

  private BufferedImage paint() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    SplittableRandom grain = new SplittableRandom(SEED);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // An edge runs where the coarse noise changes its sign: the sides differ in colour.
        int coarse = noise(x, y, height / 3, 1);
        int shade = 128 + (coarse > 0 ? 30 : -30) + texture(x, y) + grain.nextInt(-5, 6);
        int warmth = noise(x, y, height / 2, 2) / 4 + (coarse > 0 ? 20 : -10);
        row[x] = (level(shade + warmth) << 16) | (level(shade) << 8) | level(shade - warmth);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  private int texture(int x, int y) {
    int sum = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      sum += noise(x, y, Math.max(height >> (octave + 1), 2), octave + 3) >> (octave / 3);
    }
    return sum / 4;
  }

  /// Noise that is smooth over `period` pixels, -128 to 127.
  private int noise(int x, int y, int period, int layer) {
    int left = x / period;
    int top = y / period;
    int right = x % period;
    int down = y % period;
    int above = at(left, top, layer) * (period - right) + at(left + 1, top, layer) * right;
    int below = at(left, top + 1, layer) * (period - right) + at(left + 1, top + 1, layer) * right;
    return (int)
        (((long) above * (period - down) + (long) below * down) / ((long) period * period));
  }

  private int at(int x, int y, int layer) {
    int hash = (x * 0x9E3779B9 ^ y * 0x85EBCA6B) + layer * 0xC2B2AE35;
    return lattice[((hash ^ (hash >>> 15)) * 0x27D4EB2D) >>> 16];
  }

  private static int level(int value) {
    return Math.clamp(value, 0, 255);
  }
}
