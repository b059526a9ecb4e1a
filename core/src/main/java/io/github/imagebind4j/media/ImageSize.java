package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.util.Locale;

/// The size that an image's header states, read before any pixel is: memory for the pixels is
/// reserved only after [#check].
///
/// @param width pixels in a row
/// @param height rows
record ImageSize(long width, long height) {

  /// Refuses an image without pixels, or with more than the limit.
  ///
  /// @throws MediaException with both numbers and the option
  void check(String name, MediaLimits limits) {
    if (width < 1 || height < 1) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s has no pixels: its header says %d x %d; export it again",
              name,
              width,
              height));
    }
    // Both sides are below 2^32, so that the product can't wrap twice into the allowed range.
    if (width > limits.maxPixels() || width * height > limits.maxPixels() || width * height < 0) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s has %d x %d pixels by its header, above the limit of %d; scale it down or raise MediaLimits.maxPixels",
              name,
              width,
              height,
              limits.maxPixels()));
    }
  }
}
