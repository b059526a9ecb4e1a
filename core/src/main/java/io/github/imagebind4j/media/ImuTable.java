package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.ImuFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A motion table in text: a header line, then one row a sample. Cells are parted by commas,
/// semicolons or tabs, whichever the header has; empty cells, `NaN`, `NA` and `null` are missing.
final class ImuTable {
  private static final int MAX_LINE = 1 << 16;
  private static final List<String> MISSING = List.of("", "nan", "na", "n/a", "null", "none");

  private final FileBytes file;
  private final int maxSamples;
  private final String separator;
  private final List<String> header;
  private final ImuColumns columns;
  private final float[][] channels = new float[ImuSeries.CHANNELS][1024];
  private double[] times = new double[1024];
  private int samples;
  private int at;
  private int line;

  private ImuTable(FileBytes file, ImuFormat format, MediaLimits limits) {
    this.file = file;
    this.maxSamples = limits.maxImuSamples();
    String first = nextLine();
    while (first != null && first.isBlank()) {
      first = nextLine();
    }
    if (first == null) {
      throw new MediaException(
          file.name() + " is empty; give a CSV with a header line and samples");
    }
    this.separator = separator(first);
    this.header = cells(first.replace("\ufeff", ""));
    this.columns = ImuColumns.find(header, format, file.name());
  }

  static ImuTable read(FileBytes file, ImuFormat format, MediaLimits limits) {
    ImuTable table = new ImuTable(file, format, limits);
    for (String row = table.nextLine(); row != null; row = table.nextLine()) {
      if (!row.isBlank()) {
        table.add(table.cells(row));
      }
    }
    if (table.samples == 0) {
      throw new MediaException(file.name() + " has a header but no samples; give at least one row");
    }
    return table;
  }

  ImuColumns columns() {
    return columns;
  }

  /// The six channels as the file states them, NaN where a cell is missing.
  float[][] channels() {
    float[][] trimmed = new float[ImuSeries.CHANNELS][];
    Arrays.setAll(trimmed, c -> Arrays.copyOf(channels[c], samples));
    return trimmed;
  }

  /// The time column as the file states it; zeros if there is none.
  double[] times() {
    return Arrays.copyOf(times, samples);
  }

  private void add(List<String> row) {
    if (row.size() != header.size()) {
      throw error(
          String.format(
              Locale.ROOT,
              "has %d cells, the header has %d; complete the row",
              row.size(),
              header.size()));
    }
    if (samples == maxSamples) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s has more than %d samples; shorten it or raise MediaLimits.maxImuSamples",
              file.name(),
              maxSamples));
    }
    if (samples == times.length) {
      int capacity = (int) Math.min(2L * samples, maxSamples);
      times = Arrays.copyOf(times, capacity);
      for (int c = 0; c < channels.length; c++) {
        channels[c] = Arrays.copyOf(channels[c], capacity);
      }
    }
    for (int c = 0; c < channels.length; c++) {
      channels[c][samples] = (float) number(row, columns.channels().get(c));
    }
    if (columns.time() >= 0) {
      times[samples] = number(row, columns.time());
      if (samples > 0 && !(times[samples] >= times[samples - 1])) {
        throw error(
            String.format(
                Locale.ROOT,
                "has time %s after %s; sort the rows and fill in missing times",
                row.get(columns.time()),
                times[samples - 1]));
      }
    }
    samples++;
  }

  private double number(List<String> row, int column) {
    String cell = row.get(column);
    for (String missing : MISSING) {
      if (cell.equalsIgnoreCase(missing)) {
        return Double.NaN;
      }
    }
    double value;
    try {
      value = Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw error(
          String.format(
              Locale.ROOT,
              "has '%s' in column %s, not a number",
              shortened(cell),
              header.get(column)));
    }
    // Only what is stated as missing counts as missing; a float can't hold more than 3.4e38.
    if (!Float.isFinite((float) value) && column != columns.time()) {
      throw error(
          String.format(
              Locale.ROOT,
              "has %s in column %s; give a finite number",
              shortened(cell),
              header.get(column)));
    }
    return value;
  }

  private static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
  }

  private MediaException error(String what) {
    return new MediaException(
        String.format(Locale.ROOT, "%s: line %d %s", file.name(), line, what));
  }

  private static String separator(String first) {
    String best = ",";
    for (String candidate : List.of(";", "\t")) {
      if (first.split(candidate, -1).length > first.split(best, -1).length) {
        best = candidate;
      }
    }
    return best;
  }

  private List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.split(separator, -1)) {
      String bare = cell.strip();
      boolean quoted = bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"");
      cells.add(quoted ? bare.substring(1, bare.length() - 1).strip() : bare);
    }
    return cells;
  }

  /// The next line, or null at the end.
  private @org.jspecify.annotations.Nullable String nextLine() {
    byte[] data = file.data();
    if (at >= data.length) {
      return null;
    }
    line++;
    int end = at;
    while (end < data.length && data[end] != '\n') {
      end++;
      if (end - at > MAX_LINE) {
        throw error(
            String.format(
                Locale.ROOT, "is longer than %d bytes; this is not a table of samples", MAX_LINE));
      }
    }
    String text = new String(data, at, end - at, StandardCharsets.UTF_8);
    at = end + 1;
    return text;
  }
}
