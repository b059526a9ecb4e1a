package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// A video whose frames are decoded a few at a time: its packets are numbered once, when it is
/// opened, then only what leads to the asked frames is decoded.
///
/// Decodes in the calling thread. Safe for use by any thread, one at a time; close it.
public final class VideoReader implements AutoCloseable {
  private final MediaSource source;
  private final MediaLimits limits;
  private final FfmpegVideo.Indexed video;
  private final VideoInfo info;
  private final RgbConverter converter;

  /// Frames that an earlier call decoded on the way, for the next one.
  private final TreeMap<Integer, RgbImage> ahead = new TreeMap<>();

  private FrameReader reader;
  private int last = -1; // the frame that the reader decoded last
  private boolean closed;

  private VideoReader(MediaSource source, MediaLimits limits, FfmpegVideo.Indexed video) {
    this.source = source;
    this.limits = limits;
    this.video = video;
    this.info = video.info();
    this.converter =
        new RgbConverter(source.name(), video.width(), video.height(), video.quarterTurns());
    this.reader = frameReader();
  }

  /// Opens a video.
  ///
  /// @throws MediaException if it can't be read, has no video stream (cover art is none), or its
  ///   frames are larger than the limit
  static VideoReader open(MediaSource source, MediaLimits limits) {
    return new VideoReader(source, limits, FfmpegVideo.index(source, limits));
  }

  private FrameReader frameReader() {
    return new FrameReader(source, limits, video.stream(), video.index());
  }

  /// What is known of the whole.
  ///
  /// @return frame count, rate and size
  public VideoInfo info() {
    return info;
  }

  /// Decodes frames.
  ///
  /// @param numbers frame numbers, in any order, repeats allowed
  /// @return one frame a number
  /// @throws InputException if there is no frame of a number
  /// @throws MediaException if nothing of the video can be decoded, or this was closed
  public VideoFrames frames(int[] numbers) {
    return frames(numbers, new int[0]);
  }

  /// Decodes frames, and on the way those of the next call that lie before the last of these:
  /// pieces that overlap would otherwise be decoded twice.
  ///
  /// @param numbers frame numbers, in any order, repeats allowed
  /// @param next the numbers of the next call; empty if it is not known
  /// @return one frame a number
  /// @throws InputException if there is no frame of a number
  /// @throws MediaException if nothing of the video can be decoded, or this was closed
  public synchronized VideoFrames frames(int[] numbers, int[] next) {
    check(numbers);
    check(next);
    if (closed) {
      throw new MediaException(source.name() + " was closed while it was read");
    }
    int most = Arrays.stream(numbers).max().orElse(-1);
    int[] onTheWay = Arrays.stream(next).filter(number -> number <= most).toArray();
    TreeMap<Integer, RgbImage> decoded = new TreeMap<>(ahead);
    int[] wanted =
        java.util.stream.IntStream.concat(Arrays.stream(numbers), Arrays.stream(onTheWay))
            .filter(number -> !decoded.containsKey(number))
            .sorted()
            .distinct()
            .toArray();
    for (int number : wanted) {
      decoded.put(number, decode(number));
    }
    ahead.clear();
    for (int number : onTheWay) {
      ahead.put(number, decoded.get(number));
    }
    List<RgbImage> frames = new ArrayList<>();
    for (int number : numbers) {
      frames.add(decoded.get(number));
    }
    return VideoFrames.of(info, numbers, frames);
  }

  private RgbImage decode(int number) {
    if (number < last) {
      reader.close();
      reader = frameReader(); // it goes forward only
    }
    last = number;
    return converter.convert(reader.read(number));
  }

  private void check(int[] numbers) {
    for (int number : numbers) {
      if (number < 0 || number >= info.frameCount()) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s has frames 0 to %d, frame %d was asked for; choose within info.frameCount()",
                source.name(),
                info.frameCount() - 1,
                number));
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      reader.close();
      converter.close();
    }
  }
}
