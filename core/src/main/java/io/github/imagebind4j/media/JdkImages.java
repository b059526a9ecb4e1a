package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The formats that the JDK's own readers decode to Pillow's pixels: BMP, TIFF and four-component
/// JPEG. Always the raster is read: the JDK's colour conversions (`getRGB`) give other numbers than
/// Pillow, which ignores profiles.
///
/// The JDK's readers are taken by their names, so that another plug-in on the class path changes
/// nothing.
final class JdkImages {
  private static final int MAX_BYTES_PER_PIXEL = 8;

  private JdkImages() {}

  /// Decodes a BMP; the caller has checked its size.
  static Pixels bmp(FileBytes file) {
    BufferedImage image = read(file, "bmp", JdkImages::image);
    int width = image.getWidth();
    int height = image.getHeight();
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel index) {
      byte[] palette = new byte[3 * 256];
      for (int i = 0; i < index.getMapSize(); i++) {
        palette[3 * i] = (byte) index.getRed(i);
        palette[3 * i + 1] = (byte) index.getGreen(i);
        palette[3 * i + 2] = (byte) index.getBlue(i);
      }
      return lookUp(image.getRaster(), palette);
    }
    int[] most = {255, 255, 255};
    if (model instanceof DirectColorModel) {
      for (int c = 0; c < 3; c++) {
        int bits = model.getComponentSize(c);
        if (bits < 1 || bits > 16) {
          throw file.unsupported(
              String.format(Locale.ROOT, "BMP with %d bits of a colour is not supported", bits));
        }
        most[c] = (1 << bits) - 1;
      }
    }
    byte[] rgb = new byte[width * height * 3];
    eachRow(
        image.getRaster(),
        (row, bands, at) -> {
          for (int x = 0; x < width; x++) {
            for (int c = 0; c < 3; c++) {
              int value = row[x * bands + Math.min(c, bands - 1)];
              rgb[3 * (at + x) + c] = (byte) (value * 255 / most[c]);
            }
          }
        });
    return new Pixels.Rgb(RgbImage.wrap(width, height, rgb));
  }

  /// Decodes a JPEG of four components as Pillow does, which takes every such file for inverted
  /// inks; the caller has checked its size.
  static Pixels cmykJpeg(FileBytes file, boolean ycck) {
    Raster raster = read(file, "jpeg", reader -> reader.readRaster(0, null));
    requireBands(file, raster, 4);
    byte[] rgb = new byte[raster.getWidth() * raster.getHeight() * 3];
    eachRow(
        raster,
        (row, bands, at) -> {
          for (int i = 0, to = 3 * at; i < row.length; i += bands, to += 3) {
            if (ycck) {
              toCmy(row, i);
            }
            for (int c = 0; c < 3; c++) {
              rgb[to + c] = (byte) ink(255 - row[i + c], row[i + 3]);
            }
          }
        });
    return new Pixels.Rgb(RgbImage.wrap(raster.getWidth(), raster.getHeight(), rgb));
  }

  /// Decodes the first page of a TIFF; the caller has checked its size.
  static Pixels tiff(FileBytes file, TiffDirectory page) {
    checkSupported(file, page);
    BufferedImage image = read(file, "tiff", JdkImages::image);
    Raster raster = image.getRaster();
    requireBands(
        file,
        raster,
        switch (page.photometric()) {
          case TiffDirectory.RGB, TiffDirectory.YCBCR -> 3;
          case TiffDirectory.CMYK -> 4;
          default -> 1;
        });
    return switch (page.photometric()) {
      case TiffDirectory.PALETTE -> lookUp(raster, page.palette());
      case TiffDirectory.RGB, TiffDirectory.YCBCR -> tiffRgb(raster, page);
      case TiffDirectory.CMYK -> tiffCmyk(raster, page);
      default -> tiffGray(image, page);
    };
  }

  /// A damaged file may mean one thing to our header parsers and another to the JDK's.
  private static void requireBands(FileBytes file, Raster raster, int bands) {
    if (raster.getNumBands() < bands) {
      throw file.damaged(
          String.format(
              Locale.ROOT,
              "its header promises %d channels, its pixels have %d",
              bands,
              raster.getNumBands()));
    }
  }

  private static void checkSupported(FileBytes file, TiffDirectory page) {
    int bits = page.bits();
    int photometric = page.photometric();
    boolean gray =
        photometric == TiffDirectory.WHITE_IS_ZERO || photometric == TiffDirectory.BLACK_IS_ZERO;
    boolean supported =
        switch (photometric) {
          case TiffDirectory.WHITE_IS_ZERO, TiffDirectory.BLACK_IS_ZERO ->
              page.isFloat() ? bits == 32 || bits == 64 : bits <= 8 || bits == 16;
          case TiffDirectory.PALETTE -> bits <= 8 && page.samples() == 1;
          case TiffDirectory.RGB -> (bits == 8 || bits == 16) && page.samples() >= 3;
          case TiffDirectory.CMYK -> (bits == 8 || bits == 16) && page.samples() >= 4;
          case TiffDirectory.YCBCR -> bits == 8 && page.samples() == 3;
          default -> false;
        };
    if (!supported || page.isSigned() || (page.isFloat() && !gray)) {
      throw file.unsupported(
          String.format(
              Locale.ROOT,
              "TIFF with %d samples of %d bits%s and photometric %d is not supported",
              page.samples(),
              bits,
              page.isFloat() ? " (float)" : "",
              photometric));
    }
    if (page.samples() * bits > MAX_BYTES_PER_PIXEL * 8) {
      throw file.unsupported("TIFF with more than 8 bytes a pixel is not supported");
    }
  }

  private static Pixels tiffGray(BufferedImage image, TiffDirectory page) {
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (page.isFloat()) {
      return tiffFloats(raster);
    }
    if (page.bits() == 16) {
      // The JDK inverts a white-is-zero page; Pillow does so only up to 8 bits.
      int flip = page.photometric() == TiffDirectory.WHITE_IS_ZERO ? 0xffff : 0;
      short[] values = new short[width * height];
      eachRow(
          raster,
          (row, bands, at) -> {
            for (int x = 0; x < width; x++) {
              values[at + x] = (short) (row[x * bands] ^ flip);
            }
          });
      return new Pixels.Gray16(width, height, ShortBuffer.wrap(values));
    }
    IndexColorModel levels = image.getColorModel() instanceof IndexColorModel index ? index : null;
    int most = (1 << Math.min(8, raster.getSampleModel().getSampleSize(0))) - 1;
    byte[] values = new byte[width * height];
    eachRow(
        raster,
        (row, bands, at) -> {
          for (int x = 0; x < width; x++) {
            int value = row[x * bands];
            values[at + x] = (byte) (levels != null ? levels.getRed(value) : value * 255 / most);
          }
        });
    return new Pixels.Gray8(width, height, ByteBuffer.wrap(values));
  }

  private static Pixels tiffFloats(Raster raster) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    float[] values = new float[width * raster.getHeight()];
    float[] row = new float[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = row[x * bands];
      }
    }
    return new Pixels.GrayFloat(width, raster.getHeight(), FloatBuffer.wrap(values));
  }

  private static Pixels tiffRgb(Raster raster, TiffDirectory page) {
    int width = raster.getWidth();
    int shift = page.bits() - 8;
    boolean premultiplied = page.isPremultiplied() && raster.getNumBands() == 4;
    byte[] rgb = new byte[width * raster.getHeight() * 3];
    eachRow(
        raster,
        (row, bands, at) -> {
          for (int x = 0; x < width; x++) {
            int alpha = premultiplied ? row[x * bands + 3] >> shift : 0;
            for (int c = 0; c < 3; c++) {
              int value = row[x * bands + c] >> shift;
              rgb[3 * (at + x) + c] =
                  (byte) (alpha == 0 ? value : Math.min(255, 255 * value / alpha));
            }
          }
        });
    return new Pixels.Rgb(RgbImage.wrap(width, raster.getHeight(), rgb));
  }

  private static Pixels tiffCmyk(Raster raster, TiffDirectory page) {
    int width = raster.getWidth();
    int shift = page.bits() - 8;
    byte[] rgb = new byte[width * raster.getHeight() * 3];
    eachRow(
        raster,
        (row, bands, at) -> {
          for (int x = 0; x < width; x++) {
            int light = 255 - (row[x * bands + 3] >> shift);
            for (int c = 0; c < 3; c++) {
              rgb[3 * (at + x) + c] = (byte) ink(row[x * bands + c] >> shift, light);
            }
          }
        });
    return new Pixels.Rgb(RgbImage.wrap(width, raster.getHeight(), rgb));
  }

  private static Pixels lookUp(Raster raster, byte[] palette) {
    int width = raster.getWidth();
    byte[] rgb = new byte[width * raster.getHeight() * 3];
    eachRow(
        raster,
        (row, bands, at) -> {
          for (int x = 0; x < width; x++) {
            System.arraycopy(palette, 3 * (row[x * bands] & 0xff), rgb, 3 * (at + x), 3);
          }
        });
    return new Pixels.Rgb(RgbImage.wrap(width, raster.getHeight(), rgb));
  }

  /// What is left of the light that black ink lets through, after a coloured ink of this amount:
  /// `light - light * amount / 255`, rounded as Pillow does.
  private static int ink(int amount, int light) {
    int product = amount * light + 128;
    return light - ((product + (product >> 8)) >> 8);
  }

  /// YCC to CMY in place, by the 16-bit fixed-point tables of libjpeg.
  private static void toCmy(int[] row, int at) {
    int y = row[at];
    int cb = row[at + 1] - 128;
    int cr = row[at + 2] - 128;
    row[at] = 255 - Math.clamp(y + ((91881 * cr + 32768) >> 16), 0, 255);
    row[at + 1] = 255 - Math.clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16), 0, 255);
    row[at + 2] = 255 - Math.clamp(y + ((116130 * cb + 32768) >> 16), 0, 255);
  }

  private interface RowVisitor {
    /// One row of samples, `bands` a pixel; `at` is the index of its first pixel.
    void row(int[] samples, int bands, int at);
  }

  private static void eachRow(Raster raster, RowVisitor visitor) {
    int width = raster.getWidth();
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      visitor.row(row, raster.getNumBands(), y * width);
    }
  }

  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  private static BufferedImage image(ImageReader reader) throws IOException {
    return reader.read(0);
  }

  private static <T> T read(FileBytes file, String format, Reading<T> reading) {
    ImageReader reader = null;
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.data()))) {
      reader = jdkReader(format);
      reader.setInput(in, true, true);
      return reading.from(reader);
    } catch (IOException | RuntimeException e) {
      if (e instanceof EOFException || e.getCause() instanceof EOFException) {
        throw file.truncated("its pixels end early");
      }
      // The JDK's readers answer damaged files with any of them.
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s can't be decoded as %s: %s; it is truncated, damaged or of a rare kind: export it again, or as PNG",
              file.name(),
              format.toUpperCase(Locale.ROOT),
              e),
          e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private static ImageReader jdkReader(String format) throws IOException {
    String prefix = "com.sun.imageio.plugins." + format + ".";
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi spi = all.next();
      if (spi.getClass().getName().startsWith(prefix)) {
        return spi.createReaderInstance();
      }
    }
    throw new IOException("this Java runtime has no " + format + " reader (module java.desktop)");
  }
}
