package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import java.util.List;
import java.util.Locale;

/// Chosen frames of a video, with what is known of the whole.
///
/// Immutable and safe for use by any thread.
public final class VideoFrames {
  private final VideoInfo info;
  private final int[] indices;
  private final List<RgbImage> frames;

  private VideoFrames(VideoInfo info, int[] indices, List<RgbImage> frames) {
    if (indices.length != frames.size()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "each frame needs its number, got %d numbers and %d frames",
              indices.length,
              frames.size()));
    }
    this.info = info;
    this.indices = indices;
    this.frames = frames;
  }

  /// Says which frames of a video are wanted.
  @FunctionalInterface
  public interface Selector {

    /// Chooses frames.
    ///
    /// @param info what is known of the video
    /// @return frame numbers from 0 to `info.frameCount() - 1`, in any order, repeats allowed
    int[] select(VideoInfo info);
  }

  /// Makes the frames of a video.
  ///
  /// @param info what is known of the video
  /// @param indices the number of each frame
  /// @param frames the frames, one for each of `indices`
  /// @return the chosen frames
  /// @throws InputException if there are not as many frames as numbers
  public static VideoFrames of(VideoInfo info, int[] indices, List<RgbImage> frames) {
    return new VideoFrames(info, indices.clone(), List.copyOf(frames));
  }

  /// What is known of the whole video.
  ///
  /// @return frame count, rate and size
  public VideoInfo info() {
    return info;
  }

  /// The numbers of the chosen frames, as the selector gave them.
  ///
  /// @return a fresh copy
  public int[] indices() {
    return indices.clone();
  }

  /// The chosen frames, in the selector's order; a frame asked for twice is the same object.
  ///
  /// @return an unchangeable list
  public List<RgbImage> frames() {
    return frames;
  }

  @Override
  public String toString() {
    return "VideoFrames[" + frames.size() + " of " + info + "]";
  }
}
