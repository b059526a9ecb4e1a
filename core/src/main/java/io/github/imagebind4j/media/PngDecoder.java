package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// PNG, all colour types and bit depths, interlaced or not, in plain Java: 16-bit depth maps need
/// no native library, and every bound is checked here. Of an APNG the default image is decoded; all
/// ancillary chunks (colour profiles, transparency, text) are ignored.
///
/// Pixels come out as Pillow's `convert("RGB")` sees them: 16-bit gray whole, other 16-bit channels
/// by their high byte, an index beyond the palette black.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
final class PngDecoder {
  private static final int SIGNATURE = 8;
  private static final int HEADER_END = 33;
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GRAY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;
  // Adam7: x and y of the first pixel, then the steps.
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final FileBytes file;
  private final int width;
  private final int height;
  private final int bits;
  private final int colour;
  private final boolean interlaced;
  private final byte[] palette = new byte[3 * 256];
  private final Inflater inflater;
  private long at;
  private int idatLeft;

  private PngDecoder(FileBytes file, Inflater inflater) {
    ImageSize size = size(file);
    this.file = file;
    this.inflater = inflater;
    this.width = (int) size.width();
    this.height = (int) size.height();
    this.bits = file.u8(24);
    this.colour = file.u8(25);
    this.interlaced = file.u8(28) == 1;
    checkHeader();
  }

  /// The size in the header.
  static ImageSize size(FileBytes file) {
    file.require(0, HEADER_END);
    if (!file.has(SIGNATURE + 4, "IHDR") || file.u32be(SIGNATURE) != 13) {
      throw file.damaged("its first chunk is not a PNG header (IHDR)");
    }
    return new ImageSize(file.u32be(16), file.u32be(20));
  }

  /// Decodes the pixels; the caller has checked [#size].
  static Pixels decode(FileBytes file) {
    try (Inflater inflater = new Inflater()) {
      return new PngDecoder(file, inflater).decode();
    }
  }

  private void checkHeader() {
    boolean known =
        switch (colour) {
          case GRAY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
          case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
          case RGB, GRAY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
          default -> false;
        };
    if (!known || file.u16be(26) != 0 || file.u8(28) > 1) {
      throw file.damaged(
          String.format(Locale.ROOT, "its header says colour type %d with %d bits", colour, bits));
    }
  }

  private Pixels decode() {
    at = SIGNATURE;
    findFirstIdat();
    boolean isDeep = bits == 16 && colour == GRAY;
    boolean isRgb = colour == RGB || colour == RGB_ALPHA || colour == PALETTE;
    byte[] out = new byte[isDeep ? 0 : width * height * (isRgb ? 3 : 1)];
    short[] deep = new short[isDeep ? width * height : 0];
    for (int[] pass : interlaced ? PASSES : ONE_PASS) {
      decodePass(
          pass,
          (line, columns, target) -> {
            if (isDeep) {
              storeDeep(line, columns, deep, target, pass[2]);
            } else if (isRgb) {
              storeRgb(line, columns, out, target, pass[2]);
            } else {
              storeGray(line, columns, out, target, pass[2]);
            }
          });
    }
    if (isDeep) {
      return new Pixels.Gray16(width, height, ShortBuffer.wrap(deep));
    }
    return isRgb
        ? new Pixels.Rgb(RgbImage.wrap(width, height, out))
        : new Pixels.Gray8(width, height, ByteBuffer.wrap(out));
  }

  private interface LineStore {
    /// Takes one unfiltered line; `target` is the index of its first pixel.
    void line(byte[] line, int columns, int target);
  }

  private void decodePass(int[] pass, LineStore store) {
    int columns = (width - pass[0] + pass[2] - 1) / pass[2];
    int rows = (height - pass[1] + pass[3] - 1) / pass[3];
    if (columns <= 0 || rows <= 0) {
      return;
    }
    int pixelBits = channels() * bits;
    int step = Math.max(1, pixelBits / 8);
    byte[] line = new byte[(int) (((long) columns * pixelBits + 7) / 8)];
    byte[] above = new byte[line.length];
    byte[] filter = new byte[1];
    for (int row = 0; row < rows; row++) {
      inflate(filter);
      inflate(line);
      unfilter(filter[0], line, above, step);
      store.line(line, columns, (pass[1] + row * pass[3]) * width + pass[0]);
      byte[] swap = above;
      above = line;
      line = swap;
    }
  }

  private int channels() {
    return switch (colour) {
      case RGB -> 3;
      case GRAY_ALPHA -> 2;
      case RGB_ALPHA -> 4;
      default -> 1;
    };
  }

  /// Moves to the next chunk of pixels; reads the palette on the way.
  private void findFirstIdat() {
    boolean hasPalette = false;
    while (true) {
      long size = file.u32be(at);
      if (file.has(at + 4, "IDAT")) {
        break;
      }
      if (file.has(at + 4, "IEND")) {
        throw file.truncated("it has no pixels (no IDAT chunk)");
      }
      file.require(at + 8, size + 4);
      if (file.has(at + 4, "PLTE")) {
        System.arraycopy(file.data(), (int) at + 8, palette, 0, (int) Math.min(size, 3 * 256));
        hasPalette = true;
      }
      at += size + 12;
    }
    if (colour == PALETTE && !hasPalette) {
      throw file.damaged("it has palette colours but no palette (PLTE chunk)");
    }
    openIdat();
  }

  private void openIdat() {
    long size = file.u32be(at);
    at += 8;
    // A truncated last chunk still gives the rows that it has; their end is noticed below.
    idatLeft = (int) Math.min(size, Math.max(0, file.length() - at));
    inflater.setInput(file.data(), (int) at, idatLeft);
  }

  /// Fills `target` with the next bytes of the compressed pixels.
  private void inflate(byte[] target) {
    int done = 0;
    try {
      while (done < target.length) {
        int count = inflater.inflate(target, done, target.length - done);
        done += count;
        if (count == 0 && !nextInput()) {
          throw file.truncated("its compressed pixels end early");
        }
      }
    } catch (DataFormatException e) {
      throw new MediaException(
          file.name() + " is damaged: its compressed pixels are invalid; export the file again", e);
    }
  }

  private boolean nextInput() {
    if (inflater.finished() || inflater.needsDictionary()) {
      return false;
    }
    long next = at + idatLeft + 4;
    while (next + 8 <= file.length() && file.has(next + 4, "IDAT")) {
      at = next;
      openIdat();
      if (idatLeft > 0) {
        return true;
      }
      next = at + 4;
    }
    return false;
  }

  private void unfilter(int filter, byte[] line, byte[] above, int step) {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < line.length; i++) {
          line[i] += line[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < line.length; i++) {
          line[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < line.length; i++) {
          int left = i < step ? 0 : line[i - step] & 0xff;
          line[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
        }
      }
      case 4 -> paeth(line, above, step);
      default -> throw file.damaged("a row has the unknown filter " + filter);
    }
  }

  private static void paeth(byte[] line, byte[] above, int step) {
    for (int i = 0; i < Math.min(step, line.length); i++) {
      line[i] += above[i];
    }
    for (int i = step; i < line.length; i++) {
      int left = line[i - step] & 0xff;
      int up = above[i] & 0xff;
      int corner = above[i - step] & 0xff;
      int toLeft = Math.abs(up - corner);
      int toUp = Math.abs(left - corner);
      int toCorner = Math.abs(left + up - 2 * corner);
      int best = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      line[i] += (byte) best;
    }
  }

  private static void storeDeep(byte[] line, int columns, short[] out, int target, int step) {
    for (int x = 0; x < columns; x++) {
      out[target + x * step] = (short) ((line[2 * x] << 8) | (line[2 * x + 1] & 0xff));
    }
  }

  private void storeRgb(byte[] line, int columns, byte[] out, int target, int step) {
    int channel = bits / 8;
    int pixel = channels() * channel;
    for (int x = 0; x < columns; x++) {
      int to = (target + x * step) * 3;
      if (colour == PALETTE) {
        System.arraycopy(palette, 3 * sample(line, x), out, to, 3);
      } else {
        out[to] = line[x * pixel];
        out[to + 1] = line[x * pixel + channel];
        out[to + 2] = line[x * pixel + 2 * channel];
      }
    }
  }

  private void storeGray(byte[] line, int columns, byte[] out, int target, int step) {
    int pixel = channels() * bits / 8;
    for (int x = 0; x < columns; x++) {
      int level = bits < 8 ? sample(line, x) * 255 / ((1 << bits) - 1) : line[x * pixel];
      out[target + x * step] = (byte) level;
    }
  }

  /// The x-th sample of 1, 2, 4 or 8 bits.
  private int sample(byte[] line, int x) {
    int bit = x * bits;
    return (line[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
  }
}
