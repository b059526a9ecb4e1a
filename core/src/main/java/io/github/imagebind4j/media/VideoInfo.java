package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.util.Locale;

/// What is known of a video before a frame is decoded.
///
/// Immutable and safe for use by any thread.
///
/// @param frameCount how many frames there are; they are numbered from 0 in the order of their
///   presentation times
/// @param rateNumerator the average frame rate's numerator
/// @param rateDenominator the average frame rate's denominator, in `numerator / denominator` frames
///   a second
/// @param width pixels in a row, after the container's rotation
/// @param height rows, after the container's rotation
public record VideoInfo(
    int frameCount, int rateNumerator, int rateDenominator, int width, int height) {

  /// Checks the values.
  ///
  /// @throws InputException if one is not above 0
  public VideoInfo {
    if (frameCount < 1 || rateNumerator < 1 || rateDenominator < 1 || width < 1 || height < 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a video has frames, a frame rate and a size above 0, got %d frames at %d/%d a second of %d x %d",
              frameCount,
              rateNumerator,
              rateDenominator,
              width,
              height));
    }
  }

  /// The average frame rate.
  ///
  /// @return frames a second
  public double framesPerSecond() {
    return (double) rateNumerator / rateDenominator;
  }

  /// How long the video is, as the reference's reader (decord) reckons: frames by frame rate.
  ///
  /// @return its duration in seconds
  public double durationSeconds() {
    return frameCount / framesPerSecond();
  }
}
