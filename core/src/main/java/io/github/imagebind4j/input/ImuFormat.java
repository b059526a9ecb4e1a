package io.github.imagebind4j.input;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;

/// How a motion recording is laid out, and in which units.
///
/// Immutable and safe for use by any thread.
///
/// @param columns the CSV's column names for accelerometer x, y, z then gyroscope x, y, z, six;
///   empty: found by their usual names
/// @param sampleRateHz samples per second; 0: taken from the time column, or else 2,000 samples are
///   5 s (400 Hz)
/// @param acceleration the unit of the accelerometer's numbers
/// @param rotation the unit of the gyroscope's numbers
/// @param time the unit of the time column
public record ImuFormat(
    List<String> columns,
    double sampleRateHz,
    Acceleration acceleration,
    Rotation rotation,
    TimeUnit time) {

  /// A unit of acceleration.
  public enum Acceleration {
    /// Metres per second squared.
    METRES_PER_SECOND_SQUARED(1),
    /// Standard gravity, 9.80665 m/s².
    G(9.80665);

    private final double inSi;

    Acceleration(double inSi) {
      this.inSi = inSi;
    }

    /// One of this unit in m/s².
    ///
    /// @return the factor
    public double metresPerSecondSquared() {
      return inSi;
    }
  }

  /// A unit of the rate of rotation.
  public enum Rotation {
    /// Radians per second.
    RADIANS_PER_SECOND(1),
    /// Degrees per second.
    DEGREES_PER_SECOND(Math.PI / 180);

    private final double inSi;

    Rotation(double inSi) {
      this.inSi = inSi;
    }

    /// One of this unit in rad/s.
    ///
    /// @return the factor
    public double radiansPerSecond() {
      return inSi;
    }
  }

  /// A unit of the time column.
  public enum TimeUnit {
    /// From the column's name (`time_ms`, `timestamp_ns`); without a unit there, the one by which
    /// the sample rate lies between 10 Hz and 10 kHz.
    AUTO(Double.NaN),
    /// Seconds.
    SECONDS(1),
    /// Milliseconds.
    MILLISECONDS(1e-3),
    /// Microseconds.
    MICROSECONDS(1e-6),
    /// Nanoseconds.
    NANOSECONDS(1e-9);

    private final double inSeconds;

    TimeUnit(double inSeconds) {
      this.inSeconds = inSeconds;
    }

    /// One of this unit in seconds.
    ///
    /// @return the factor; NaN for [#AUTO]
    public double seconds() {
      return inSeconds;
    }
  }

  /// Columns found by their usual names, m/s² and rad/s, rate from the time column.
  public static final ImuFormat DEFAULT = new ImuFormat(List.of(), 0);

  /// Checks and copies.
  ///
  /// @throws ConfigException if there are other than six or no columns, or the rate is negative or
  ///   not finite
  public ImuFormat {
    columns = List.copyOf(columns);
    if (!columns.isEmpty() && columns.size() != 6) {
      throw new ConfigException(
          "a motion recording has 6 columns: accelerometer x, y, z, gyroscope x, y, z; got "
              + columns);
    }
    if (!(sampleRateHz >= 0 && Double.isFinite(sampleRateHz))) {
      throw new ConfigException(
          "the sample rate must be above 0 Hz, or 0 for the file's own; got " + sampleRateHz);
    }
  }

  /// A recording in m/s² and rad/s.
  ///
  /// @param columns the six column names, or none: found by their usual names
  /// @param sampleRateHz samples per second; 0: the file's own
  /// @throws ConfigException if there are other than six or no columns, or the rate is negative or
  ///   not finite
  public ImuFormat(List<String> columns, double sampleRateHz) {
    this(
        columns,
        sampleRateHz,
        Acceleration.METRES_PER_SECOND_SQUARED,
        Rotation.RADIANS_PER_SECOND,
        TimeUnit.AUTO);
  }

  /// This format with other column names.
  ///
  /// @param names six names, or none: found by their usual names
  /// @return the changed copy
  public ImuFormat withColumns(List<String> names) {
    return new ImuFormat(names, sampleRateHz, acceleration, rotation, time);
  }

  /// This format with another sample rate.
  ///
  /// @param hertz samples per second; 0: the file's own
  /// @return the changed copy
  public ImuFormat withSampleRateHz(double hertz) {
    return new ImuFormat(columns, hertz, acceleration, rotation, time);
  }

  /// This format with other units.
  ///
  /// @param accelerometer the unit of the accelerometer's numbers
  /// @param gyroscope the unit of the gyroscope's numbers
  /// @return the changed copy
  public ImuFormat withUnits(Acceleration accelerometer, Rotation gyroscope) {
    return new ImuFormat(columns, sampleRateHz, accelerometer, gyroscope, time);
  }

  /// This format with another unit of time.
  ///
  /// @param unit the unit of the time column
  /// @return the changed copy
  public ImuFormat withTime(TimeUnit unit) {
    return new ImuFormat(columns, sampleRateHz, acceleration, rotation, unit);
  }
}
