package io.github.imagebind4j.media;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ImuFormat.TimeUnit;
import io.github.imagebind4j.input.MediaSource;
import java.util.Locale;

/// Motion files to evenly spaced samples in m/s² and rad/s.
///
/// A missing value (NaN) becomes 0, as Meta's imu2clip does before resampling; a channel of which
/// more than a tenth is missing is refused.
final class ImuDecoder {
  private static final double DEFAULT_RATE_HZ = 400;
  private static final double MAX_MISSING = 0.1;
  // A step between these makes a rate of 10 Hz to 10 kHz; the next unit is a thousand times
  // smaller.
  private static final double LONGEST_STEP_SECONDS = 0.1;
  private static final double SHORTEST_STEP_SECONDS = 1e-4;

  private ImuDecoder() {}

  static ImuSeries decode(MediaSource source, ImuFormat format, MediaLimits limits) {
    if (NpyMedia.isNpy(source.head(ImageFormat.HEAD_BYTES))) {
      FloatArray array =
          NpyMedia.read(source, limits, (long) limits.maxImuSamples() * ImuSeries.CHANNELS)
              .values();
      double rate = format.sampleRateHz() > 0 ? format.sampleRateHz() : DEFAULT_RATE_HZ;
      return inSi(source, rate, channels(source, array), format);
    }
    FileBytes file = new FileBytes(source.bytes(limits.maxFileBytes()), source.name());
    ImuTable table = ImuTable.read(file, format, limits);
    float[][] channels = table.channels();
    if (format.sampleRateHz() > 0) {
      return inSi(source, format.sampleRateHz(), channels, format);
    }
    double[] times = table.times();
    if (table.columns().time() < 0 || times.length < 2) {
      return inSi(source, DEFAULT_RATE_HZ, channels, format);
    }
    return timed(source, table, channels, format);
  }

  /// `[6, T]` or `[T, 6]` as six channels.
  private static float[][] channels(MediaSource source, FloatArray array) {
    int[] dims = array.shape().dims();
    boolean byChannel = dims.length == 2 && dims[0] == ImuSeries.CHANNELS;
    boolean bySample = dims.length == 2 && dims[1] == ImuSeries.CHANNELS;
    int samples = byChannel ? dims[1] : bySample ? dims[0] : 0;
    if (samples == 0) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s: expected an array [6, T] or [T, 6] with at least one sample, got %s; reshape it",
              source.name(),
              array.shape()));
    }
    float[][] channels = new float[ImuSeries.CHANNELS][samples];
    for (int c = 0; c < ImuSeries.CHANNELS; c++) {
      for (int i = 0; i < samples; i++) {
        channels[c][i] = array.get(byChannel ? c * samples + i : i * ImuSeries.CHANNELS + c);
      }
    }
    return channels;
  }

  /// Fills in missing values and converts units.
  private static ImuSeries inSi(
      MediaSource source, double rate, float[][] channels, ImuFormat format) {
    for (int c = 0; c < channels.length; c++) {
      double factor =
          c < 3
              ? format.acceleration().metresPerSecondSquared()
              : format.rotation().radiansPerSecond();
      int missing = 0;
      for (int i = 0; i < channels[c].length; i++) {
        float value = channels[c][i];
        if (Float.isInfinite(value)) {
          throw new MediaException(
              String.format(
                  Locale.ROOT,
                  "%s: sample %d of %s is infinite; give a finite number",
                  source.name(),
                  i,
                  ImuColumns.CHANNEL_NAMES.get(c)));
        }
        if (Float.isNaN(value)) {
          missing++;
          channels[c][i] = 0;
        } else {
          channels[c][i] = (float) (value * factor);
        }
      }
      if (missing > MAX_MISSING * channels[c].length) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s: %d of %d samples of %s are missing (NaN), more than a tenth; record it again or fill the gaps",
                source.name(),
                missing,
                channels[c].length,
                ImuColumns.CHANNEL_NAMES.get(c)));
      }
    }
    return ImuSeries.copyOf(rate, channels);
  }

  /// Takes the mean rate from the times. If a sample is more than one step away from its place on
  /// an even grid of that rate, all are interpolated linearly onto that grid.
  private static ImuSeries timed(
      MediaSource source, ImuTable table, float[][] channels, ImuFormat format) {
    double[] times = table.times();
    int last = times.length - 1;
    double step = (times[last] - times[0]) / last;
    if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s: its times run from %s to %s; give rising times or ImuFormat.sampleRateHz",
              source.name(),
              times[0],
              times[last]));
    }
    double rate = 1 / (step * unit(source, step, table.columns().timeUnit(), format.time()));
    ImuSeries series = inSi(source, rate, channels, format);
    boolean even = true;
    for (int i = 0; i <= last; i++) {
      even &= Math.abs(times[i] - times[0] - i * step) <= step;
    }
    if (even) {
      return series;
    }
    float[][] onGrid = new float[ImuSeries.CHANNELS][times.length];
    int before = 0;
    for (int i = 0; i <= last; i++) {
      double time = Math.min(times[0] + i * step, times[last]);
      while (before < last - 1 && times[before + 1] <= time) {
        before++;
      }
      double gap = times[before + 1] - times[before];
      double part = gap > 0 ? (time - times[before]) / gap : 0;
      for (int c = 0; c < ImuSeries.CHANNELS; c++) {
        float from = series.get(c, before);
        onGrid[c][i] = (float) (from + (series.get(c, before + 1) - from) * part);
      }
    }
    return ImuSeries.copyOf(rate, onGrid);
  }

  private static double unit(MediaSource source, double step, TimeUnit named, TimeUnit asked) {
    if (asked != TimeUnit.AUTO) {
      return asked.seconds();
    }
    if (named != TimeUnit.AUTO) {
      return named.seconds();
    }
    for (TimeUnit unit : TimeUnit.values()) {
      double seconds = step * unit.seconds();
      if (seconds >= SHORTEST_STEP_SECONDS && seconds < LONGEST_STEP_SECONDS) {
        return unit.seconds();
      }
    }
    throw new MediaException(
        String.format(
            Locale.ROOT,
            "%s: its time column steps by %s, in no unit a rate of 10 Hz to 10 kHz; set ImuFormat.withTime or sampleRateHz",
            source.name(),
            step));
  }
}
