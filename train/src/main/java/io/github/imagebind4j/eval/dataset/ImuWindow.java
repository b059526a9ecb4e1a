package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts seconds out of long motion recordings. Keeps the last recording, for its clips follow one
/// another. Safe for use by any thread.
final class ImuWindow {
  private static final String TIME = "canonical_timestamp_ms";

  /// A recording and the time of its first sample.
  private record Recording(Path file, ImuSeries series, double start) {}

  private final ImuFormat format;
  private @Nullable Recording last;

  ImuWindow(ImuFormat format) {
    this.format = format;
  }

  /// The part of a recording between two times, shorter where it begins or ends within them.
  ///
  /// @param from in seconds
  /// @param seconds how long
  Input cut(Path file, double from, double seconds, String name) {
    Recording recording = recording(file);
    ImuSeries series = recording.series;
    double rate = series.sampleRateHz();
    int first = (int) Math.max(0, Math.round((from - recording.start) * rate));
    int end =
        (int) Math.min(series.samples(), Math.round((from + seconds - recording.start) * rate));
    if (first >= end) {
      throw new InputException(name + ": the recording " + file + " has nothing at that time");
    }
    float[] values = new float[ImuSeries.CHANNELS * (end - first)];
    for (int c = 0; c < ImuSeries.CHANNELS; c++) {
      float[] part = Arrays.copyOfRange(series.channel(c), first, end);
      System.arraycopy(part, 0, values, c * part.length, part.length);
    }
    ByteArrayOutputStream npy = new ByteArrayOutputStream();
    NpyFile.write(npy, FloatArray.wrap(values, ImuSeries.CHANNELS, end - first));
    return new Input.Imu(
        MediaSource.of(npy.toByteArray(), name), ImuFormat.DEFAULT.withSampleRateHz(rate));
  }

  private synchronized Recording recording(Path file) {
    Recording recording = last;
    if (recording == null || !recording.file.equals(file)) {
      ImuSeries series = MediaDecoder.standard().imu(MediaSource.of(file), format);
      recording = new Recording(file, series, start(file));
      last = recording;
    }
    return recording;
  }

  /// The time of the first sample in seconds; 0 if there is no such column.
  private static double start(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      List<String> header = cells(reader.readLine());
      List<String> first = cells(reader.readLine());
      int column = header.indexOf(TIME);
      return column >= 0 && column < first.size()
          ? Double.parseDouble(first.get(column)) / 1000
          : 0;
    } catch (IOException e) {
      throw DatasetFiles.cantRead(file, e);
    } catch (NumberFormatException e) {
      throw new InputException(file + " has no number for the time of its first sample", e);
    }
  }

  private static List<String> cells(@Nullable String line) {
    return line == null ? List.of() : Arrays.stream(line.split(",")).map(String::strip).toList();
  }
}
