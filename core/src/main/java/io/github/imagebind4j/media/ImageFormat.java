package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The image formats that are decoded, told apart by their first bytes, never by a file's name.
enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  TIFF,
  WEBP;

  /// How many first bytes [#recognize] looks at.
  static final int HEAD_BYTES = 32;

  private static final int BMP_INFO_AT = 14;
  private static final int SHOWN = 16;

  /// The format of a file that begins with these bytes.
  ///
  /// @param head at least its first [#HEAD_BYTES] bytes, or all that it has
  /// @return the format, or empty if it is none of them
  static Optional<ImageFormat> recognize(byte[] head) {
    FileBytes file = new FileBytes(head, "");
    if (file.has(0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (file.has(0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (file.has(0, "GIF87a") || file.has(0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (file.has(0, "II*\0") || file.has(0, "MM\0*")) {
      return Optional.of(TIFF);
    }
    if (file.has(0, "RIFF") && file.has(8, "WEBP")) {
      return Optional.of(WEBP);
    }
    // "BM" alone also begins words: the info header's size tells a picture from a text.
    if (file.has(0, "BM") && head.length >= BMP_INFO_AT + 4 && isBmpInfo(file.u32le(BMP_INFO_AT))) {
      return Optional.of(BMP);
    }
    return Optional.empty();
  }

  private static boolean isBmpInfo(long size) {
    return size == 12
        || size == 40
        || size == 52
        || size == 56
        || size == 64
        || size == 108
        || size == 124;
  }

  /// The error for a file that is no image, or one of a format that is not decoded.
  static MediaException notAnImage(String name, byte[] head) {
    FileBytes file = new FileBytes(head, name);
    if (head.length == 0) {
      return new MediaException(name + " is empty (0 bytes); give an image file");
    }
    if (file.has(4, "ftypavif") || file.has(4, "ftypavis")) {
      return file.unsupported("AVIF is not supported");
    }
    if (file.has(4, "ftyphei") || file.has(4, "ftypmif1") || file.has(4, "ftyphev")) {
      return file.unsupported("HEIC is not supported");
    }
    if (file.has(4, "jP  ") || file.has(0, "\u00ffO\u00ffQ")) {
      return file.unsupported("JPEG 2000 is not supported");
    }
    if (file.has(0, "II+\0") || file.has(0, "MM\0+")) {
      return file.unsupported("BigTIFF is not supported");
    }
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s is not an image: it begins with %s; give a JPEG, PNG, WebP, GIF, BMP or TIFF file",
            name,
            beginning(head)));
  }

  /// The first bytes as a message shows them: as text if they are, else in hexadecimal.
  static String beginning(byte[] head) {
    int count = Math.min(SHOWN, head.length);
    boolean text = true;
    StringBuilder hex = new StringBuilder("bytes");
    for (int i = 0; i < count; i++) {
      int value = head[i] & 0xff;
      boolean blank = value == '\n' || value == '\r' || value == '\t';
      text &= blank || (value >= ' ' && value < 0x7f);
      hex.append(String.format(Locale.ROOT, " %02x", value));
    }
    if (!text) {
      return hex.toString();
    }
    String shown = new String(head, 0, count, StandardCharsets.US_ASCII);
    return "the text \"" + shown.replaceAll("\\s+", " ").strip() + "\"";
  }
}
