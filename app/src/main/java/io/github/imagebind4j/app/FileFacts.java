package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// What makes one of several copies the one to keep.
///
/// @param item the first of the file's items
/// @param bytes the file's size; 0 if it is not known
/// @param width pixels in a row of a picture; 0 if it is none
/// @param height its rows
record FileFacts(IndexedItem item, long bytes, int width, int height) {
  /// The most pixels first, then the most bytes, then the shortest path, then the order of names.
  static final Comparator<FileFacts> BEST_FIRST =
      Comparator.comparingLong((FileFacts file) -> -(long) file.width * file.height)
          .thenComparingLong(file -> -file.bytes)
          .thenComparingInt(file -> file.item.path().length())
          .thenComparing(file -> file.item.path());

  static FileFacts of(IndexedItem item, MediaDecoder decoder) {
    long bytes = item.fields().number("bytes").map(Double::longValue).orElse(0L);
    int width = item.fields().number("width").map(Double::intValue).orElse(0);
    int height = item.fields().number("height").map(Double::intValue).orElse(0);
    Optional<Path> file = item.file().filter(Files::isRegularFile);
    if (file.isEmpty() || (bytes > 0 && width > 0)) {
      return new FileFacts(item, bytes, width, height);
    }
    int[] size = {width, height};
    try {
      MediaSource source = MediaSource.of(file.get());
      if (item.modality().equals(Modality.VISION) && decoder.recognize(source) == MediaKind.IMAGE) {
        size = decoder.lendImage(source, rows -> new int[] {rows.width(), rows.height()});
      }
    } catch (ImageBindException e) {
      // A damaged file has no pixels, and comes after those that have.
    }
    return new FileFacts(item, bytes(file.get()), size[0], size[1]);
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /// Its size as people read it: `640 x 480, 120.3 kB`.
  String size() {
    String size = bytes == 0 ? "size unknown" : Sizes.human(bytes);
    return width == 0 ? size : width + " x " + height + ", " + size;
  }
}
