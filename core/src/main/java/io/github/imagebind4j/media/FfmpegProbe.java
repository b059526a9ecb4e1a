package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;

/// Recognises sound and video files by their content.
///
/// Stateless; safe for use by any thread.
final class FfmpegProbe {
  private FfmpegProbe() {}

  /// What a file holds.
  enum Kind {
    /// Sound only; cover art is not counted.
    AUDIO,
    /// Moving pictures only.
    VIDEO,
    /// Moving pictures with sound.
    AUDIO_AND_VIDEO,
    /// Nothing that FFmpeg takes for sound or moving pictures; a still image is neither.
    NEITHER
  }

  /// Looks into a file.
  ///
  /// @throws MediaException if the file is missing or can't be read; content that is not recognised
  ///   is [Kind#NEITHER]
  static Kind kind(MediaSource source) {
    return look(source).kind;
  }

  /// What a file holds, and what its header says of it.
  record Look(Kind kind, long width, long height, double seconds) {
    static final Look NOTHING = new Look(Kind.NEITHER, 0, 0, 0);
  }

  /// Looks into a file.
  ///
  /// @throws MediaException as [#kind(MediaSource)]
  static Look look(MediaSource source) {
    source.head(1);
    try (FfmpegInput input = FfmpegInput.open(source, MediaLimits.DEFAULT)) {
      boolean audio = input.bestStream(AVMEDIA_TYPE_AUDIO) >= 0;
      int pictures = input.bestStream(AVMEDIA_TYPE_VIDEO);
      boolean video = pictures >= 0 && !input.format().endsWith("_pipe");
      if (!video) {
        return audio ? new Look(Kind.AUDIO, 0, 0, input.durationSeconds()) : Look.NOTHING;
      }
      var parameters = input.stream(pictures).codecpar();
      return new Look(
          audio ? Kind.AUDIO_AND_VIDEO : Kind.VIDEO,
          Math.max(0, parameters.width()),
          Math.max(0, parameters.height()),
          input.durationSeconds());
    } catch (MediaException e) {
      return Look.NOTHING;
    }
  }
}
