package io.github.imagebind4j.input;

import java.util.List;

/// How a motion recording is laid out.
///
/// Immutable and safe for use by any thread.
///
/// @param columns the CSV's column names for accelerometer x, y, z (m/s²) then gyroscope x, y, z
///   (rad/s), six; empty: found by their usual names
/// @param sampleRateHz samples per second; 0: taken from the time column, or else 2,000 samples are
///   5 s (400 Hz)
public record ImuFormat(List<String> columns, double sampleRateHz) {

  /// Columns found by their usual names, rate from the time column.
  public static final ImuFormat DEFAULT = new ImuFormat(List.of(), 0);

  /// Copies the list.
  public ImuFormat {
    columns = List.copyOf(columns);
  }
}
