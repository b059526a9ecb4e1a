package io.github.imagebind4j.media;

/// The size that a WebP's first chunk states.
///
/// Source: RFC 9649, WebP Image Format.
final class WebpHeader {
  private static final int CHUNK_AT = 12;
  private static final int DATA_AT = 20;
  // No picture is shorter; the three headers end here or before.
  private static final int HEADER_END = 30;

  private WebpHeader() {}

  static ImageSize size(FileBytes file) {
    file.require(0, HEADER_END);
    if (file.has(CHUNK_AT, "VP8X")) {
      return new ImageSize(1L + file.u24le(DATA_AT + 4), 1L + file.u24le(DATA_AT + 7));
    }
    if (file.has(CHUNK_AT, "VP8L")) {
      if (file.u8(DATA_AT) != 0x2f) {
        throw file.damaged("its lossless WebP signature is missing");
      }
      long packed = file.u32le(DATA_AT + 1);
      return new ImageSize(1 + (packed & 0x3fff), 1 + ((packed >> 14) & 0x3fff));
    }
    if (file.has(CHUNK_AT, "VP8 ")) {
      if (!file.has(DATA_AT + 3, "\u009d\u0001*")) {
        throw file.damaged("its lossy WebP start code is missing");
      }
      return new ImageSize(file.u16le(DATA_AT + 6) & 0x3fff, file.u16le(DATA_AT + 8) & 0x3fff);
    }
    throw file.damaged("it has no WebP picture chunk");
  }
}
