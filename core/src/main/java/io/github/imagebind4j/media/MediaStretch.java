package io.github.imagebind4j.media;

import java.util.List;
import java.util.Optional;

/// What is heard and seen in a stretch of a recording's time.
///
/// Immutable and safe for use by any thread.
///
/// @param startSeconds where it begins, from the beginning of the recording
/// @param endSeconds where it ends
/// @param sound its samples; empty if the recording has no sound then, or none was asked for
/// @param pictures what is on screen, in the order of time, evenly spread; empty if the recording
///   has no pictures then, or none were asked for
public record MediaStretch(
    double startSeconds, double endSeconds, Optional<Waveform> sound, List<RgbImage> pictures) {
  /// Copies the list.
  public MediaStretch {
    pictures = List.copyOf(pictures);
  }
}
