package io.github.imagebind4j.media;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import io.github.imagebind4j.error.MediaException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/// Gathers decoded audio frames into one array of floats a channel.
///
/// Integer samples are divided by their full scale (2^7, 2^15, 2^31, 2^63; FFmpeg hands out 24-bit
/// samples in the upper bits of 32), unsigned ones first centred; floats stay as they are.
///
/// For one thread.
final class SampleCollector {
  private static final int MAX_CHANNELS = 64;
  private static final int MAX_SAMPLE_RATE = 768_000;
  private static final int FIRST_CAPACITY = 1 << 16;

  private final String name;
  private final MediaLimits limits;
  private int sampleRate;
  private float[][] channels = new float[0][];
  private int count;
  private long dropped;

  SampleCollector(String name, MediaLimits limits) {
    this.name = name;
    this.limits = limits;
  }

  /// Appends a frame's samples.
  ///
  /// @throws MediaException if its rate or channels differ from the frames before, are beyond
  ///   reason, or the sound becomes longer than the limit
  void add(AVFrame frame) {
    int samples = frame.nb_samples();
    if (samples <= 0) {
      return;
    }
    checkFormat(frame);
    reserve(samples);
    int format = frame.format();
    int packed = av_get_packed_sample_fmt(format);
    boolean planar = av_sample_fmt_is_planar(format) != 0;
    int planes = planar ? channels.length : 1;
    int step = channels.length / planes;
    long bytes = (long) samples * step * av_get_bytes_per_sample(format);
    for (int p = 0; p < planes; p++) {
      var plane = MemorySegment.ofAddress(frame.extended_data(p).address()).reinterpret(bytes);
      float[] values = toFloats(packed, plane);
      for (int c = 0; c < step; c++) {
        float[] target = channels[p + c];
        for (int n = 0, at = c; n < samples; n++, at += step) {
          target[count + n] = values[at];
        }
      }
    }
    count += samples;
  }

  /// The sound.
  ///
  /// @throws MediaException if no frame came
  Waveform toWaveform() {
    if (count == 0) {
      throw new MediaException(
          name
              + " has an audio stream, but no sample of it can be decoded; it is empty or damaged");
    }
    float[][] exact = new float[channels.length][];
    for (int c = 0; c < exact.length; c++) {
      exact[c] = channels[c].length == count ? channels[c] : Arrays.copyOf(channels[c], count);
      channels[c] = exact[c];
    }
    return Waveform.wrap(sampleRate, exact);
  }

  /// Samples a second; 0 before the first frame.
  int sampleRate() {
    return sampleRate;
  }

  /// How many samples a channel has had so far, dropped ones included.
  long end() {
    return dropped + count;
  }

  /// A copy of a stretch that has not been dropped.
  ///
  /// @param from its first sample, counted from the sound's own
  /// @param to the sample after its last
  Waveform copy(long from, long to) {
    float[][] piece = new float[channels.length][];
    for (int c = 0; c < piece.length; c++) {
      piece[c] =
          Arrays.copyOfRange(
              channels[c], Math.toIntExact(from - dropped), Math.toIntExact(to - dropped));
    }
    return Waveform.wrap(sampleRate, piece);
  }

  /// Forgets what is no longer needed.
  ///
  /// @param from the first sample to keep
  void dropBefore(long from) {
    int gone = Math.toIntExact(from - dropped);
    if (gone > 0) {
      for (float[] channel : channels) {
        System.arraycopy(channel, gone, channel, 0, count - gone);
      }
      count -= gone;
      dropped = from;
    }
  }

  private void checkFormat(AVFrame frame) {
    int rate = frame.sample_rate();
    int channelCount = frame.ch_layout().nb_channels();
    if (channels.length == 0) {
      if (rate < 1 || rate > MAX_SAMPLE_RATE || channelCount < 1 || channelCount > MAX_CHANNELS) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s has %d channels at %d Hz; at most %d channels at 1 to %d Hz are read, convert it first",
                name,
                channelCount,
                rate,
                MAX_CHANNELS,
                MAX_SAMPLE_RATE));
      }
      sampleRate = rate;
      channels = new float[channelCount][FIRST_CAPACITY];
    } else if (rate != sampleRate || channelCount != channels.length) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s changes from %d channels at %d Hz to %d at %d Hz after %.2f s; convert it to one format first",
              name,
              channels.length,
              sampleRate,
              channelCount,
              rate,
              (double) end() / sampleRate));
    }
  }

  private void reserve(int samples) {
    long needed = (long) count + samples;
    if (needed > limits.maxAudioSeconds() * sampleRate || needed > Integer.MAX_VALUE - 16) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s is longer than the limit of %s s; cut it or raise maxAudioSeconds",
              name,
              limits.maxAudioSeconds()));
    }
    if (needed > channels[0].length) {
      long grown = Math.max(needed, channels[0].length + (long) (channels[0].length >> 1));
      int capacity = (int) Math.min(grown, Integer.MAX_VALUE - 16);
      for (int c = 0; c < channels.length; c++) {
        channels[c] = Arrays.copyOf(channels[c], capacity);
      }
    }
  }

  private float[] toFloats(int format, MemorySegment plane) {
    return switch (format) {
      case AV_SAMPLE_FMT_U8 -> {
        byte[] raw = plane.toArray(JAVA_BYTE);
        float[] values = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
          values[i] = ((raw[i] & 0xff) - 128) / 128f;
        }
        yield values;
      }
      case AV_SAMPLE_FMT_S16 -> {
        short[] raw = plane.toArray(JAVA_SHORT);
        float[] values = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
          values[i] = raw[i] / 32768f;
        }
        yield values;
      }
      case AV_SAMPLE_FMT_S32 -> {
        int[] raw = plane.toArray(JAVA_INT);
        float[] values = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
          values[i] = raw[i] / 0x1p31f;
        }
        yield values;
      }
      case AV_SAMPLE_FMT_S64 -> {
        long[] raw = plane.toArray(JAVA_LONG);
        float[] values = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
          values[i] = raw[i] / 0x1p63f;
        }
        yield values;
      }
      case AV_SAMPLE_FMT_DBL -> {
        double[] raw = plane.toArray(JAVA_DOUBLE);
        float[] values = new float[raw.length];
        for (int i = 0; i < raw.length; i++) {
          values[i] = (float) raw[i];
        }
        yield values;
      }
      case AV_SAMPLE_FMT_FLT -> plane.toArray(JAVA_FLOAT);
      default ->
          throw new MediaException(
              name + " decodes to the unknown sample format " + format + "; convert it to wav");
    };
  }
}
