package io.github.imagebind4j.media;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The first frame of a GIF, on its canvas as Pillow composes it: the canvas grows where the frame
/// reaches beyond the screen, and is filled with the transparent colour if the frame has one, else
/// with colour 0.
///
/// Source: CompuServe, Graphics Interchange Format 89a; Pillow 12's GifImagePlugin for the canvas.
final class GifDecoder {
  // First row and step of each pass.
  private static final int[][] INTERLACED = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  private static final int[][] PLAIN = {{0, 1}};

  private final FileBytes file;
  private final byte[] palette = new byte[3 * 256];
  private boolean hasPalette;
  private int transparent;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;
  private boolean interlaced;
  private int dataAt;
  private final ImageSize canvas;

  private GifDecoder(FileBytes file) {
    this.file = file;
    int flags = file.u8(10);
    long at = 13;
    if ((flags & 0x80) != 0) {
      at = readPalette(at, flags);
    }
    at = findFrame(at);
    left = file.u16le(at + 1);
    top = file.u16le(at + 3);
    frameWidth = file.u16le(at + 5);
    frameHeight = file.u16le(at + 7);
    int frameFlags = file.u8(at + 9);
    interlaced = (frameFlags & 0x40) != 0;
    at += 10;
    if ((frameFlags & 0x80) != 0) {
      at = readPalette(at, frameFlags);
    }
    dataAt = (int) at;
    canvas =
        new ImageSize(
            Math.max(file.u16le(6), left + frameWidth), Math.max(file.u16le(8), top + frameHeight));
  }

  /// Reads everything before the first frame's pixels.
  static GifDecoder open(FileBytes file) {
    return new GifDecoder(file);
  }

  ImageSize size() {
    return canvas;
  }

  private long readPalette(long at, int flags) {
    int size = 3 << ((flags & 7) + 1);
    file.require(at, size);
    Arrays.fill(palette, (byte) 0);
    System.arraycopy(file.data(), (int) at, palette, 0, size);
    // A palette that maps each index to its own gray counts as none: then an index beyond it is
    // gray
    // too, not black.
    hasPalette = false;
    for (int i = 0; i < size; i++) {
      hasPalette |= (palette[i] & 0xff) != i / 3;
    }
    return at + size;
  }

  /// Skips extensions up to the first frame (','); notes its transparent colour on the way.
  private long findFrame(long from) {
    long at = from;
    while (true) {
      int kind = file.u8(at);
      if (kind == ',') {
        return at;
      }
      if (kind == ';') {
        throw file.truncated("it ends without a picture");
      }
      at++;
      if (kind == '!') {
        boolean control = file.u8(at) == 0xf9;
        at++;
        if (control && file.u8(at) >= 4 && (file.u8(at + 1) & 1) != 0) {
          transparent = file.u8(at + 4);
        }
        while (file.u8(at) != 0) {
          at += 1 + file.u8(at);
        }
        at++;
      }
    }
  }

  /// Decodes the frame; the caller has checked [#size].
  Pixels decode() {
    int width = (int) canvas.width();
    int height = (int) canvas.height();
    byte[] indices = new byte[width * height];
    Arrays.fill(indices, (byte) transparent);
    byte[] frame = new GifLzw(file, dataAt).decode(frameWidth * frameHeight);
    int row = 0;
    for (int[] pass : interlaced ? INTERLACED : PLAIN) {
      for (int y = pass[0]; y < frameHeight; y += pass[1]) {
        int to = (top + y) * width + left;
        System.arraycopy(frame, row * frameWidth, indices, to, frameWidth);
        row++;
      }
    }
    if (!hasPalette) {
      return new Pixels.Gray8(width, height, ByteBuffer.wrap(indices));
    }
    byte[] rgb = new byte[indices.length * 3];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(palette, 3 * (indices[i] & 0xff), rgb, 3 * i, 3);
    }
    return new Pixels.Rgb(RgbImage.wrap(width, height, rgb));
  }
}
