package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MediaException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sound or video, read once from beginning to end, sight and hearing together: one stretch of
/// time after the other, each as soon as all of it has come. Of any length, in memory for a few
/// stretches; also of what comes through a pipe and has not ended yet.
///
/// Every frame of a video is decoded, by its own time stamp; where only a few frames of a long one
/// are wanted, [MediaDecoder#video] is quicker. Sound is counted from the time stamp of its
/// beginning.
///
/// Decodes in the calling thread. Safe for use by any thread, one at a time; close it.
public final class MediaReader implements AutoCloseable {
  /// So far one of two streams may be ahead before the other is taken to be silent or dark: a file
  /// that keeps its sound behind its pictures must not be held in memory whole.
  private static final double MOST_AHEAD = 10;

  /// How a recording is cut.
  ///
  /// @param seconds how long a stretch is, 0.1 to 600; the last may be shorter
  /// @param pictures how many pictures of each stretch are wanted, 0 to 16
  /// @param sound whether sound is wanted
  public record Plan(double seconds, int pictures, boolean sound) {
    /// With sound.
    ///
    /// @param seconds how long a stretch is, 0.1 to 600; the last may be shorter
    /// @param pictures how many pictures of each stretch are wanted, 0 to 16
    /// @throws ConfigException if a number is out of range
    public Plan(double seconds, int pictures) {
      this(seconds, pictures, true);
    }

    /// Checks.
    ///
    /// @throws ConfigException if a number is out of range
    public Plan {
      if (!(seconds >= 0.1 && seconds <= 600) || pictures < 0 || pictures > 16) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "a stretch is 0.1 to 600 s long with 0 to 16 pictures, got %s s with %d",
                seconds,
                pictures));
      }
    }
  }

  private final FfmpegInput input;
  private final Plan plan;
  private final @Nullable SoundTrack sound;
  private final @Nullable PictureTrack pictures;
  private long next; // the number of the stretch to hand out
  private boolean ended;
  private boolean closed;

  private MediaReader(
      FfmpegInput input, Plan plan, @Nullable SoundTrack sound, @Nullable PictureTrack pictures) {
    this.input = input;
    this.plan = plan;
    this.sound = sound;
    this.pictures = pictures;
  }

  /// Takes over an open container.
  ///
  /// @throws MediaException if it has neither sound nor moving pictures, as far as they are wanted
  static MediaReader open(FfmpegInput input, MediaLimits limits, Plan plan) {
    SoundTrack sound = null;
    PictureTrack pictures = null;
    try {
      Set<Integer> wanted = new HashSet<>();
      int heard = plan.sound ? input.bestStream(AVMEDIA_TYPE_AUDIO) : -1;
      if (heard >= 0) {
        sound = SoundTrack.open(input, heard, limits);
        wanted.add(heard);
      }
      int seen = plan.pictures > 0 ? input.bestStream(AVMEDIA_TYPE_VIDEO) : -1;
      if (seen >= 0 && !input.format().endsWith("_pipe")) {
        pictures = PictureTrack.open(input, seen, limits, plan);
        wanted.add(seen);
      }
      if (wanted.isEmpty()) {
        throw new MediaException(
            input.name()
                + (plan.sound
                    ? " has neither sound nor moving pictures; give a sound or video"
                    : " has no moving pictures; give a video"));
      }
      input.only(wanted);
      return new MediaReader(input, plan, sound, pictures);
    } catch (Throwable e) {
      close(input, sound, pictures);
      throw e;
    }
  }

  /// Reads on to the end of the next stretch.
  ///
  /// @return the stretch; empty at the end, and after [#close()]
  /// @throws MediaException if it can't be read, nothing of it can be decoded, or its sound changes
  ///   its rate or channels midway
  public synchronized Optional<MediaStretch> next() {
    if (closed) {
      return Optional.empty();
    }
    double from = next * plan.seconds;
    double to = (next + 1) * plan.seconds;
    while (!ended && !isWhole(to)) {
      readPacket();
    }
    double end = Math.max(soundEnd(), picturesEnd());
    if (end <= 0 && next == 0) {
      throw new MediaException(
          input.name()
              + " has streams, but no sample or frame of them can be decoded; it is empty or"
              + " damaged"
              + (input.isLive() ? ", or can't be read in one go, as a plain MP4 can't" : ""));
    }
    if (end <= from + 1e-3) {
      return Optional.empty(); // a rounding error is no stretch
    }
    next++;
    return Optional.of(
        new MediaStretch(
            from,
            Math.min(to, end),
            sound == null ? Optional.empty() : sound.cut(from, to),
            pictures == null ? List.of() : pictures.cut(from, to)));
  }

  private boolean isWhole(double to) {
    double heard = soundEnd();
    double seen = picturesEnd();
    return (sound == null || heard >= to || seen >= to + MOST_AHEAD)
        && (pictures == null || seen >= to || heard >= to + MOST_AHEAD);
  }

  private double soundEnd() {
    return sound == null ? 0 : sound.end();
  }

  private double picturesEnd() {
    return pictures == null ? 0 : pictures.end();
  }

  private void readPacket() {
    if (!input.read()) {
      ended = true;
      if (sound != null) {
        sound.finish();
      }
      if (pictures != null) {
        pictures.finish();
      }
      return;
    }
    int stream = input.packet().stream_index();
    if (sound != null && stream == sound.stream()) {
      sound.take(input.packet());
    } else if (pictures != null && stream == pictures.stream()) {
      pictures.take(input.packet());
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      close(input, sound, pictures);
    }
  }

  private static void close(
      FfmpegInput input, @Nullable SoundTrack sound, @Nullable PictureTrack pictures) {
    if (sound != null) {
      sound.close();
    }
    if (pictures != null) {
      pictures.close();
    }
    input.close();
  }
}
