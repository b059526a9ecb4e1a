package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.github.imagebind4j.error.MediaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/// The pictures of a [MediaReader]: packets in, what is on screen at evenly spread moments out.
///
/// For one thread at a time.
final class PictureTrack implements AutoCloseable {
  /// A picture that claims to stay longer than this is followed at once by the next: time stamps
  /// may jump, and a hostile file could make one frame last for years.
  private static final double LONGEST_STILL = 600;

  /// So many bytes of pictures are held at most; one is, whatever its size.
  private static final long MOST_HELD = 1L << 30;

  /// What is on screen at a moment.
  ///
  /// @param bytes of the picture; 0 if the shot before shows the same one
  private record Shot(double time, RgbImage picture, long bytes) {}

  private final String name;
  private final int stream;
  private final double tick;
  private final double usualGap;
  private final double gapBetweenShots;
  private final FfmpegDecoder decoder;
  private final RgbConverter converter;
  private final AVFrame shown = av_frame_alloc(); // the last frame that came
  private final Deque<Shot> shots = new ArrayDeque<>();

  private double zero;
  private double time = -1; // when that frame was first shown; -1: none came yet
  private double end;
  private long shotCount;
  private long held; // bytes of the shots' pictures

  private PictureTrack(
      FfmpegInput input,
      AVStream from,
      double usualGap,
      double gapBetweenShots,
      FfmpegDecoder decoder,
      RgbConverter converter) {
    AVRational base = from.time_base();
    this.name = input.name();
    this.stream = from.index();
    this.tick = base.den() > 0 ? (double) base.num() / base.den() : 0;
    this.usualGap = usualGap;
    this.gapBetweenShots = gapBetweenShots;
    this.decoder = decoder;
    this.converter = converter;
    this.zero = input.startSeconds();
  }

  /// Opens the decoder of a stream. What may fail is done before there is anything to close.
  static PictureTrack open(
      FfmpegInput input, int stream, MediaLimits limits, MediaReader.Plan plan) {
    AVStream from = input.stream(stream);
    AVCodecParameters parameters = from.codecpar();
    int width = parameters.width();
    int height = parameters.height();
    if (width < 1 || height < 1) {
      throw new MediaException(
          input.name() + " has a video stream without a frame size; it is damaged or cut short");
    }
    AVRational rate = FfmpegVideo.frameRate(input.name(), from);
    double usualGap = Math.min(LONGEST_STILL, (double) rate.den() / rate.num());
    int turns = FfmpegVideo.quarterTurns(parameters);
    FfmpegDecoder decoder = FfmpegDecoder.open(input, from, limits);
    RgbConverter converter = new RgbConverter(input.name(), width, height, turns);
    double gapBetweenShots = plan.seconds() / plan.pictures();
    return new PictureTrack(input, from, usualGap, gapBetweenShots, decoder, converter);
  }

  int stream() {
    return stream;
  }

  void take(AVPacket packet) {
    decoder.send(packet);
    drain();
  }

  void finish() {
    decoder.sendEnd();
    drain();
    if (time >= 0) {
      end = time + usualGap;
      shoot(end);
    }
  }

  /// A frame stays on screen until the next one comes, so each arrival says what was on screen
  /// before it.
  private void drain() {
    while (decoder.receive()) {
      AVFrame frame = decoder.frame();
      double now = timeOf(frame);
      if (time >= 0) {
        shoot(now);
      } else {
        shotCount = (long) (now / gapBetweenShots); // before it nothing was on screen
      }
      av_frame_unref(shown);
      av_frame_move_ref(shown, frame);
      time = now;
      end = now;
    }
  }

  private double timeOf(AVFrame frame) {
    double usual = time < 0 ? 0 : time + usualGap;
    long stamp = frame.best_effort_timestamp();
    if (stamp == AV_NOPTS_VALUE) {
      return usual;
    }
    double now = stamp * tick - zero;
    if (now < time || now > Math.max(0, time) + LONGEST_STILL) {
      zero += now - usual; // time jumped: go on from here
      return usual;
    }
    return Math.max(0, now);
  }

  /// Notes what is on screen at all moments before a time that have not been noted yet.
  private void shoot(double before) {
    RgbImage picture = null;
    for (double moment = moment(); moment < before; moment = moment()) {
      long fresh = 0;
      if (picture == null) {
        picture = converter.convert(shown);
        fresh = 3L * picture.width() * picture.height();
        hold(fresh);
      }
      shots.add(new Shot(Math.max(moment, time), picture, fresh));
      shotCount++;
    }
  }

  private void hold(long bytes) {
    held += bytes;
    if (held > MOST_HELD && !shots.isEmpty()) {
      throw new MediaException(
          name
              + " has more and larger pictures in a stretch than are held in memory; ask for fewer"
              + " pictures or shorter stretches, or scale it down");
    }
  }

  private double moment() {
    return (shotCount + 0.5) * gapBetweenShots;
  }

  /// Up to when it is known what is on screen.
  double end() {
    return end;
  }

  /// Takes out the pictures of a stretch, and forgets those before it.
  List<RgbImage> cut(double from, double to) {
    List<RgbImage> pictures = new ArrayList<>();
    while (!shots.isEmpty() && shots.getFirst().time < to) {
      Shot shot = shots.removeFirst();
      held -= shot.bytes;
      if (shot.time >= from) {
        pictures.add(shot.picture);
      }
    }
    // The last stretch may be too short for a moment of its own.
    if (pictures.isEmpty() && time >= 0 && time < to && end > from) {
      pictures.add(converter.convert(shown));
    }
    return pictures;
  }

  @Override
  public void close() {
    av_frame_free(shown);
    converter.close();
    decoder.close();
  }
}
