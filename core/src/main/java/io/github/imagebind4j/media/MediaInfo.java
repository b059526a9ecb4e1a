package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;

/// What a media file is and how large, as its header says; nothing of it was decoded.
///
/// Immutable and safe for use by any thread.
///
/// @param kind what it is
/// @param hasSound whether a video has sound, too; of a sound true
/// @param width pixels in a row of a picture or video, before rotation; 0 if there are none or it
///   is not known
/// @param height rows, likewise
/// @param durationSeconds how long a sound or video claims to be; 0 if it does not say, or is
///   neither
public record MediaInfo(
    MediaKind kind, boolean hasSound, long width, long height, double durationSeconds) {

  /// Checks the numbers.
  ///
  /// @throws InputException if one is below 0 or not finite
  public MediaInfo {
    if (width < 0 || height < 0 || !(durationSeconds >= 0) || Double.isInfinite(durationSeconds)) {
      throw new InputException(
          "a file's size and duration are 0 or more, got "
              + width
              + " x "
              + height
              + ", "
              + durationSeconds
              + " s");
    }
  }

  /// A file of which nothing but its kind is known.
  static MediaInfo of(MediaKind kind) {
    return new MediaInfo(kind, false, 0, 0, 0);
  }
}
