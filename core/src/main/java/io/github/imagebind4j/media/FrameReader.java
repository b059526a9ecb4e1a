package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// Decodes single frames of a video by number, in ascending order: from the key frame before, or
/// onward from the last one if no key frame lies between.
///
/// A seek is trusted only as far as it can be checked: it must land on a key frame of the index,
/// and the frame of exactly the asked time must come out. If not, the file is decoded from its
/// start, and never sought in again; there, a frame that can't be decoded is stood in for by the
/// next one, or the last.
///
/// For one thread.
final class FrameReader implements AutoCloseable {
  private final MediaSource source;
  private final MediaLimits limits;
  private final int stream;
  private final VideoIndex index;
  private final AVFrame current = av_frame_alloc();
  private @Nullable Open open;

  /// Whether everything from the first packet on has been decoded, without a seek.
  private boolean fromStart;

  /// Whether seeks in this file can still be trusted.
  private boolean seekable = true;

  /// The number of the packet that was sent last, in the order of decoding; -1 for none.
  private int packet = -1;

  /// How many frames have come out since the start or the last seek.
  private int frames;

  private boolean ended;

  /// An open file and its decoder.
  private record Open(FfmpegInput input, FfmpegDecoder decoder) implements AutoCloseable {
    @Override
    public void close() {
      decoder.close();
      input.close();
    }
  }

  FrameReader(MediaSource source, MediaLimits limits, int stream, VideoIndex index) {
    this.source = source;
    this.limits = limits;
    this.stream = stream;
    this.index = index;
  }

  /// Decodes a frame.
  ///
  /// @param number its number, not below that of the call before
  /// @return the frame, valid until the next call
  /// @throws MediaException if nothing of the stream can be decoded
  AVFrame read(int number) {
    boolean exact = index.timed() ? readAt(index.time(number)) : readOnward(number);
    if (!exact && !fromStart) {
      seekable = false;
      restart();
      readAt(index.time(number));
    }
    if (frames == 0) {
      throw new MediaException(
          source.name() + " has a video stream, but no frame of it can be decoded; it is damaged");
    }
    return current;
  }

  /// Goes on to the frame that comes out as the `number`-th.
  private boolean readOnward(int number) {
    while (frames <= number) {
      if (!next()) {
        return false;
      }
    }
    return true;
  }

  /// Goes on to the first frame shown at or after `time`, and says whether it is shown exactly
  /// then.
  private boolean readAt(long time) {
    VideoIndex.Key key = index.keyBefore(time);
    if (seekable && key.packet() > packet + 1 && !seek(key)) {
      return false;
    }
    while (frames == 0 || timeOf(current) < time) {
      if (!next()) {
        return false;
      }
    }
    return timeOf(current) == time;
  }

  /// Seeks to a key frame, or one before it.
  ///
  /// @return false if it did not land on one
  private boolean seek(VideoIndex.Key key) {
    FfmpegInput input = opened().input;
    fromStart = false;
    if (!input.seek(stream, key.decodeTime()) || !input.read(stream)) {
      return false;
    }
    AVPacket landed = input.packet();
    for (VideoIndex.Key known : index.keys()) {
      if (known.time() == landed.pts() && known.packet() <= key.packet()) {
        opened().decoder.flush();
        ended = false;
        frames = 0;
        packet = known.packet();
        opened().decoder.send(landed);
        return true;
      }
    }
    return false;
  }

  private boolean next() {
    Open o = opened();
    while (!o.decoder.receive()) {
      if (ended) {
        return false;
      }
      if (o.input.read(stream)) {
        packet++;
        o.decoder.send(o.input.packet());
      } else {
        ended = true;
        o.decoder.sendEnd();
      }
    }
    av_frame_unref(current);
    av_frame_move_ref(current, o.decoder.frame());
    frames++;
    return true;
  }

  private Open opened() {
    return open == null ? restart() : open;
  }

  private Open restart() {
    if (open != null) {
      open.close();
      open = null;
    }
    FfmpegInput input = FfmpegInput.open(source, limits);
    try {
      input.only(stream);
      open = new Open(input, FfmpegDecoder.open(input, input.stream(stream), limits));
    } catch (Throwable e) {
      input.close();
      throw e;
    }
    fromStart = true;
    ended = false;
    packet = -1;
    frames = 0;
    return open;
  }

  private static long timeOf(AVFrame frame) {
    return frame.pts() == AV_NOPTS_VALUE ? frame.best_effort_timestamp() : frame.pts();
  }

  @Override
  public void close() {
    av_frame_free(current);
    if (open != null) {
      open.close();
    }
  }
}
