package io.github.imagebind4j.media;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The first page's tags of a TIFF, as far as decoding depends on them. Every length in every page
/// is checked against the file, so that a reader can't be made to reserve memory for what is not
/// there.
///
/// Source: Adobe, TIFF revision 6.0; supplements for extra samples and sample formats.
final class TiffDirectory {
  static final int BLACK_IS_ZERO = 1;
  static final int WHITE_IS_ZERO = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int CMYK = 5;
  static final int YCBCR = 6;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int COLOR_MAP = 320;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int ASSOCIATED_ALPHA = 1;
  private static final int MAX_SAMPLES = 8;
  private static final int MAX_PAGES = 1024;
  private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private record Field(int type, long count, long at) {}

  private final FileBytes file;
  private final boolean little;
  private final Map<Integer, Field> fields = new HashMap<>();

  private TiffDirectory(FileBytes file) {
    this.file = file;
    this.little = file.has(0, "II");
    Set<Long> seen = new HashSet<>();
    long at = u32(4);
    for (int page = 0; at != 0; page++) {
      if (page == MAX_PAGES || !seen.add(at)) {
        throw file.damaged("its pages run in a circle, or are more than " + MAX_PAGES);
      }
      at = readPage(at, page == 0);
    }
    checkSamples();
    checkData(STRIP_OFFSETS, STRIP_BYTES);
    checkData(TILE_OFFSETS, TILE_BYTES);
  }

  static TiffDirectory read(FileBytes file) {
    return new TiffDirectory(file);
  }

  private long readPage(long at, boolean first) {
    int count = u16(at);
    for (int i = 0; i < count; i++) {
      long entry = at + 2 + 12L * i;
      int type = u16(entry + 2);
      long values = u32(entry + 4);
      int size = type < TYPE_SIZES.length ? TYPE_SIZES[type] : 1;
      // Both below 2^32 and 2^3: no overflow.
      long bytes = values * size;
      long valueAt = bytes <= 4 ? entry + 8 : u32(entry + 8);
      file.require(valueAt, bytes);
      if (first && fields.put(u16(entry), new Field(type, values, valueAt)) != null) {
        throw file.damaged(String.format(Locale.ROOT, "tag %d is there twice", u16(entry)));
      }
    }
    return u32(at + 2 + 12L * count);
  }

  private void checkSamples() {
    if (samples() < 1 || samples() > MAX_SAMPLES) {
      throw file.unsupported(
          String.format(Locale.ROOT, "TIFF with %d samples a pixel is not supported", samples()));
    }
    Field all = fields.get(BITS);
    for (int i = 1; all != null && i < all.count() && i < samples(); i++) {
      if (number(BITS, i, 1) != bits()) {
        throw file.unsupported("TIFF with samples of different depth is not supported");
      }
    }
  }

  /// Refuses strips or tiles that lie beyond the file's end.
  private void checkData(int offsets, int lengths) {
    Field all = fields.get(lengths);
    for (long i = 0; all != null && i < all.count(); i++) {
      file.require(number(offsets, i, 0), number(lengths, i, 0));
    }
  }

  ImageSize size() {
    return new ImageSize(number(WIDTH, 0, 0), number(HEIGHT, 0, 0));
  }

  /// The size of a tile, or of the page if it has no tiles.
  ImageSize tile() {
    return fields.containsKey(TILE_WIDTH)
        ? new ImageSize(number(TILE_WIDTH, 0, 0), number(TILE_HEIGHT, 0, 0))
        : size();
  }

  int bits() {
    return (int) number(BITS, 0, 1);
  }

  int samples() {
    return (int) number(SAMPLES, 0, 1);
  }

  int photometric() {
    return (int) number(PHOTOMETRIC, 0, BLACK_IS_ZERO);
  }

  boolean isFloat() {
    return number(SAMPLE_FORMAT, 0, 1) == 3;
  }

  boolean isSigned() {
    return number(SAMPLE_FORMAT, 0, 1) == 2;
  }

  /// Whether colours are stored multiplied by their alpha.
  boolean isPremultiplied() {
    return number(EXTRA_SAMPLES, 0, 0) == ASSOCIATED_ALPHA;
  }

  /// The palette as `[index][r, g, b]`, padded with black: the high bytes, as Pillow takes them.
  byte[] palette() {
    byte[] colours = new byte[3 * 256];
    Field map = fields.get(COLOR_MAP);
    if (map == null || map.type() != 3) {
      throw file.damaged("it has palette colours but no palette (tag 320)");
    }
    int size = (int) Math.min(256, map.count() / 3);
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < 3; c++) {
        colours[3 * i + c] = (byte) (number(COLOR_MAP, c * (map.count() / 3) + i, 0) >> 8);
      }
    }
    return colours;
  }

  private long number(int tag, long index, long absent) {
    Field field = fields.get(tag);
    if (field == null || index >= field.count()) {
      return absent;
    }
    return switch (field.type()) {
      case 1 -> file.u8(field.at() + index);
      case 3 -> u16(field.at() + 2 * index);
      case 4 -> u32(field.at() + 4 * index);
      default ->
          throw file.damaged(String.format(Locale.ROOT, "tag %d is not a whole number", tag));
    };
  }

  private int u16(long at) {
    return little ? file.u16le(at) : file.u16be(at);
  }

  private long u32(long at) {
    return little ? file.u32le(at) : file.u32be(at);
  }
}
