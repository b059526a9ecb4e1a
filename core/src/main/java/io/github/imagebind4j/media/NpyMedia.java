package io.github.imagebind4j.media;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// NumPy arrays as media.
final class NpyMedia {
  private static final String MAGIC = "\u0093NUMPY";
  private static final int HEADER_BYTES = 128;

  private NpyMedia() {}

  static boolean isNpy(byte[] head) {
    return new FileBytes(head, "").has(0, MAGIC);
  }

  /// Whether the file holds unsigned bytes: levels that need no scaling.
  static boolean holdsBytes(MediaSource source) {
    String header = new String(source.head(HEADER_BYTES), StandardCharsets.ISO_8859_1);
    return header.contains("'|u1'");
  }

  /// Reads an array of at most `maxValues` values; messages name the file.
  static NpyFile.Content read(MediaSource source, MediaLimits limits, long maxValues) {
    try {
      return NpyFile.read(source.bytes(limits.maxFileBytes()), maxValues * Double.BYTES);
    } catch (MediaException e) {
      throw new MediaException(source.name() + ": " + e.getMessage(), e);
    }
  }

  /// The size of an array `[H, W]`; `[1, H, W]` and `[H, W, 1]` count as such.
  static ImageSize size(MediaSource source, FloatArray array, MediaLimits limits) {
    int[] dims = array.shape().dims();
    boolean leading = dims.length == 3 && dims[0] == 1;
    boolean trailing = dims.length == 3 && dims[2] == 1;
    if (dims.length != 2 && !leading && !trailing) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s: expected an array [H, W], got %s; reshape it",
              source.name(),
              array.shape()));
    }
    ImageSize size = leading ? new ImageSize(dims[2], dims[1]) : new ImageSize(dims[1], dims[0]);
    size.check(source.name(), limits);
    return size;
  }
}
