package io.github.imagebind4j.media;

/// What a JPEG's markers say before any pixel is decoded.
///
/// Source: ITU-T T.81, annex B.
///
/// @param size of the frame (SOFn)
/// @param precision bits per sample
/// @param components 1 gray, 3 colour, 4 CMYK or YCCK
/// @param ycck whether four components are stored as YCCK (Adobe marker, transform 2)
record JpegFrame(ImageSize size, int precision, int components, boolean ycck) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP14 = 0xee;
  private static final int TEM = 0x01;

  /// Walks the markers up to the first scan, and makes sure that the end marker follows it.
  static JpegFrame read(FileBytes file) {
    JpegFrame frame = null;
    boolean ycck = false;
    long at = 2;
    while (true) {
      at = nextMarker(file, at);
      int marker = file.u8(at - 1);
      if (marker == EOI) {
        throw file.truncated("its end marker comes before its pixels");
      }
      if (isStandalone(marker)) {
        continue;
      }
      int length = file.u16be(at);
      if (length < 2) {
        throw file.damaged("a JPEG segment has length " + length);
      }
      if (isFrame(marker)) {
        if (frame != null) {
          throw file.damaged("it has two frame headers (SOF)");
        }
        var size = new ImageSize(file.u16be(at + 5), file.u16be(at + 3));
        frame = new JpegFrame(size, file.u8(at + 2), file.u8(at + 7), false);
      } else if (marker == APP14 && length >= 14 && file.has(at + 2, "Adobe")) {
        ycck = file.u8(at + 13) == 2;
      } else if (marker == SOS) {
        requireEnd(file, at + length);
        break;
      }
      at += length;
    }
    if (frame == null) {
      throw file.damaged("it has pixels but no frame header (SOF)");
    }
    return new JpegFrame(
        frame.size, frame.precision, frame.components, ycck && frame.components == 4);
  }

  /// The place after the next marker; like libjpeg, skips what is not one.
  private static long nextMarker(FileBytes file, long from) {
    long at = from;
    while (true) {
      while (file.u8(at) != 0xff) {
        at++;
      }
      while (file.u8(at) == 0xff) {
        at++;
      }
      if (file.u8(at) != 0) {
        return at + 1;
      }
    }
  }

  private static boolean isStandalone(int marker) {
    return marker == SOI || marker == TEM || (marker >= 0xd0 && marker <= 0xd7);
  }

  private static boolean isFrame(int marker) {
    // DHT (C4), JPG (C8) and DAC (CC) lie in the same range.
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static void requireEnd(FileBytes file, long from) {
    byte[] data = file.data();
    for (int i = (int) from; i < data.length - 1; i++) {
      // In the scan's bytes FF is always followed by 00, a restart or a true marker.
      if (data[i] == (byte) 0xff && data[i + 1] == (byte) EOI) {
        return;
      }
    }
    throw file.truncated("it has no end marker (EOI)");
  }
}
