package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.imagebind4j.error.MediaException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// The sound of a [MediaReader]: packets in, samples by time out.
///
/// For one thread at a time.
final class SoundTrack implements AutoCloseable {
  /// A sound that claims to begin later than this after the pictures is not believed.
  private static final double LATEST_START = 600;

  /// So many samples of all channels are held at most, half a gigabyte.
  private static final long MOST_HELD = 1L << 27;

  private final String name;
  private final int stream;
  private final double tick;
  private final double zero;
  private final FfmpegDecoder decoder;
  private final SampleCollector samples;

  private double first = -1; // when the first sample is heard
  private long keptFrom; // the number of the first sample that is kept

  private SoundTrack(
      FfmpegInput input, int stream, FfmpegDecoder decoder, double tick, MediaLimits limits) {
    this.name = input.name();
    this.stream = stream;
    this.decoder = decoder;
    this.tick = tick;
    this.zero = input.startSeconds();
    this.samples = new SampleCollector(name, limits);
  }

  static SoundTrack open(FfmpegInput input, int stream, MediaLimits limits) {
    var base = input.stream(stream).time_base();
    double tick = base.den() > 0 ? (double) base.num() / base.den() : 0;
    FfmpegDecoder decoder = FfmpegDecoder.open(input, input.stream(stream), limits);
    return new SoundTrack(input, stream, decoder, tick, limits);
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
  }

  private void drain() {
    while (decoder.receive()) {
      AVFrame frame = decoder.frame();
      if (frame.nb_samples() <= 0) {
        continue;
      }
      if (first < 0) {
        long stamp = frame.best_effort_timestamp();
        double time = stamp == AV_NOPTS_VALUE ? 0 : stamp * tick - zero;
        first = time > 0 && time < LATEST_START ? time : 0;
      }
      checkHeld(frame);
      samples.add(frame);
    }
  }

  /// Up to when the samples have come.
  ///
  /// @return seconds; 0 before the first
  double end() {
    return samples.end() == 0 ? 0 : first + (double) samples.end() / samples.sampleRate();
  }

  /// Takes out the samples of a stretch, and forgets those before its end.
  ///
  /// @return empty if it has none
  Optional<Waveform> cut(double from, double to) {
    if (samples.end() == 0) {
      return Optional.empty();
    }
    long begin = place(from);
    long end = place(to);
    Optional<Waveform> piece =
        begin == end ? Optional.empty() : Optional.of(samples.copy(begin, end));
    samples.dropBefore(end);
    keptFrom = end;
    return piece;
  }

  private long place(double time) {
    return Math.clamp(Math.round((time - first) * samples.sampleRate()), keptFrom, samples.end());
  }

  private void checkHeld(AVFrame frame) {
    long each = samples.end() - keptFrom + frame.nb_samples();
    if (each * frame.ch_layout().nb_channels() > MOST_HELD) {
      throw new MediaException(
          name
              + " has more samples in a stretch than are held in memory; ask for shorter stretches,"
              + " or convert it to fewer channels or a lower rate");
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
