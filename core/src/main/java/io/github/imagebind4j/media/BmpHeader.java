package io.github.imagebind4j.media;

import java.util.Locale;

/// The sizes that a BMP's header states, with everything that would make a reader reserve memory by
/// the file's word alone refused.
///
/// Source: Microsoft, Bitmap Storage (BITMAPCOREHEADER, BITMAPINFOHEADER and later).
final class BmpHeader {
  private static final int INFO_AT = 14;
  private static final int CORE_SIZE = 12;
  private static final int MAX_COLOURS = 256;
  private static final int BITFIELDS = 3;

  private BmpHeader() {}

  static ImageSize size(FileBytes file) {
    long info = file.u32le(INFO_AT);
    if (info == CORE_SIZE) {
      checkBits(file, file.u16le(INFO_AT + 10));
      return new ImageSize(file.u16le(INFO_AT + 4), file.u16le(INFO_AT + 6));
    }
    int bits = file.u16le(INFO_AT + 14);
    checkBits(file, bits);
    long compression = file.u32le(INFO_AT + 16);
    if (compression > BITFIELDS) {
      throw file.unsupported(
          String.format(Locale.ROOT, "BMP compression %d is not supported", compression));
    }
    long colours = file.u32le(INFO_AT + 32);
    if (bits <= 8 && colours > MAX_COLOURS) {
      throw file.damaged(String.format(Locale.ROOT, "its palette has %d colours", colours));
    }
    // A negative height means rows from the top.
    return new ImageSize(
        (int) file.u32le(INFO_AT + 4), Math.abs((long) (int) file.u32le(INFO_AT + 8)));
  }

  private static void checkBits(FileBytes file, int bits) {
    if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw file.unsupported(
          String.format(Locale.ROOT, "BMP with %d bits a pixel is not supported", bits));
    }
  }
}
