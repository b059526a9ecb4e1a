package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.github.imagebind4j.error.MediaException;
import java.util.Arrays;
import java.util.Locale;
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
  private final MediaLimits limits;
  private final int stream;
  private final double tick;
  private final double zero;
  private final FfmpegDecoder decoder;

  private double first = -1; // when the first sample is heard
  private int rate;
  private SampleCollector fresh; // decoded since the last cut
  private int freshCount;
  private long held; // samples of all channels
  private float[][] kept = new float[0][]; // left over from the last cut
  private int keptCount;
  private long keptFrom; // the number of the first sample that is kept

  private SoundTrack(
      FfmpegInput input, int stream, FfmpegDecoder decoder, double tick, MediaLimits limits) {
    this.name = input.name();
    this.limits = limits;
    this.stream = stream;
    this.decoder = decoder;
    this.tick = tick;
    this.zero = input.startSeconds();
    this.fresh = new SampleCollector(name, limits);
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
      checkHeld((long) frame.nb_samples() * frame.ch_layout().nb_channels());
      fresh.add(frame);
      freshCount += frame.nb_samples();
      held += (long) frame.nb_samples() * frame.ch_layout().nb_channels();
      if (rate == 0) {
        rate = frame.sample_rate();
      }
      if (frame.sample_rate() != rate) {
        throw changed(frame.sample_rate() + " Hz", rate + " Hz");
      }
    }
  }

  /// Up to when the samples have come.
  ///
  /// @return seconds; 0 before the first
  double end() {
    return rate == 0 ? 0 : first + (double) (keptFrom + keptCount + freshCount) / rate;
  }

  /// Takes out the samples of a stretch, and forgets those before it.
  ///
  /// @return empty if it has none
  Optional<Waveform> cut(double from, double to) {
    if (rate == 0) {
      return Optional.empty();
    }
    gather();
    int begin = place(from);
    int end = place(to);
    float[][] piece = new float[kept.length][];
    for (int c = 0; c < piece.length; c++) {
      piece[c] = Arrays.copyOfRange(kept[c], begin, end);
      kept[c] = Arrays.copyOfRange(kept[c], end, keptCount);
    }
    keptFrom += end;
    keptCount -= end;
    held = (long) keptCount * kept.length;
    return begin == end ? Optional.empty() : Optional.of(Waveform.wrap(rate, piece));
  }

  private int place(double time) {
    return (int) Math.clamp(Math.round((time - first) * rate) - keptFrom, 0L, keptCount);
  }

  /// Puts what was decoded behind what was left over.
  private void gather() {
    if (freshCount == 0) {
      return;
    }
    Waveform sound = fresh.toWaveform();
    if (kept.length == 0) {
      kept = new float[sound.channelCount()][0];
    }
    if (sound.channelCount() != kept.length) {
      throw changed(sound.channelCount() + " channels", kept.length + " channels");
    }
    for (int c = 0; c < kept.length; c++) {
      kept[c] = Arrays.copyOf(kept[c], keptCount + freshCount);
      sound.copySamples(c, 0, freshCount, kept[c], keptCount);
    }
    keptCount += freshCount;
    freshCount = 0;
    fresh = new SampleCollector(name, limits);
  }

  private void checkHeld(long more) {
    if (held + more > MOST_HELD) {
      throw new MediaException(
          name
              + " has more samples in a stretch than are held in memory; ask for shorter stretches,"
              + " or convert it to fewer channels or a lower rate");
    }
  }

  private MediaException changed(String now, String before) {
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s changes from %s to %s after %.2f s; convert it to one format first",
            name,
            before,
            now,
            end()));
  }

  @Override
  public void close() {
    decoder.close();
  }
}
