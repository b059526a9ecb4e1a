package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.imagebind4j.error.MediaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/// The frames of a video stream by presentation time, found by reading its packets without decoding
/// them. Packets that the container marks as not to be shown are no frames.
///
/// Where presentation times are missing or ambiguous the index is not timed, and frames are
/// numbered in the order in which the decoder hands them out.
///
/// Immutable.
final class VideoIndex {
  /// More than four days at 24 frames a second; a file that claims more is broken or hostile.
  private static final int MAX_FRAMES = 10_000_000;

  /// A packet where decoding can start.
  ///
  /// @param packet its number in the stream, in the order of decoding
  /// @param decodeTime its decoding time, by which containers seek
  /// @param time its presentation time
  record Key(int packet, long decodeTime, long time) {}

  private final int frameCount;
  private final long[] times;
  private final List<Key> keys;

  private VideoIndex(int frameCount, long[] times, List<Key> keys) {
    this.frameCount = frameCount;
    this.times = times;
    this.keys = keys;
  }

  /// Reads all packets of a stream.
  ///
  /// @throws MediaException if there are none, or too many
  static VideoIndex read(FfmpegInput input, int stream) {
    long[] times = new long[1024];
    List<Key> keys = new ArrayList<>();
    boolean timed = true;
    int frames = 0;
    for (int packet = 0; input.read(stream); packet++) {
      if (packet == MAX_FRAMES) {
        throw new MediaException(
            input.name() + " has more than " + MAX_FRAMES + " frames; cut it into parts");
      }
      AVPacket p = input.packet();
      timed &= p.pts() != AV_NOPTS_VALUE;
      if ((p.flags() & AV_PKT_FLAG_KEY) != 0) {
        keys.add(new Key(packet, p.dts() == AV_NOPTS_VALUE ? p.pts() : p.dts(), p.pts()));
      }
      if ((p.flags() & AV_PKT_FLAG_DISCARD) == 0) {
        if (frames == times.length) {
          times = Arrays.copyOf(times, frames * 2);
        }
        times[frames++] = p.pts();
      }
    }
    if (frames == 0) {
      throw new MediaException(
          input.name() + " has a video stream without a single frame; it is empty or cut short");
    }
    times = Arrays.copyOf(times, frames);
    Arrays.sort(times);
    for (int i = 1; i < frames; i++) {
      timed &= times[i] != times[i - 1];
    }
    return timed
        ? new VideoIndex(frames, times, List.copyOf(keys))
        : new VideoIndex(frames, new long[0], List.of());
  }

  int frameCount() {
    return frameCount;
  }

  /// A frame's presentation time, in the stream's time base. Only if timed.
  long time(int frame) {
    return times[frame];
  }

  /// The key frames in the order of decoding; empty if not timed.
  List<Key> keys() {
    return keys;
  }

  boolean timed() {
    return times.length > 0;
  }

  /// The last key frame, in the order of decoding, that is shown no later than `time`; the very
  /// start if there is none.
  Key keyBefore(long time) {
    Key best = new Key(0, times[0], times[0]);
    for (Key key : keys) {
      if (key.time <= time) {
        best = key;
      }
    }
    return best;
  }
}
