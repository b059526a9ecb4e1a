package io.github.imagebind4j.input;

import io.github.imagebind4j.error.ConfigException;
import java.util.Locale;

/// How a thermal file's numbers become 8-bit gray levels. 8-bit and colour files need no rule: gray
/// is taken as it is, colour by its luma.
///
/// Immutable and safe for use by any thread.
///
/// @param scaling the rule for 16-bit and floating-point values
/// @param low the value that becomes level 0, for [Scaling#FIXED]; not used otherwise
/// @param high the value that becomes level 255, for [Scaling#FIXED]; not used otherwise
public record ThermalFormat(Scaling scaling, double low, double high) {

  /// How 16-bit and floating-point values become levels.
  public enum Scaling {
    /// The file's smallest value becomes 0, its largest 255, as a thermal camera's automatic gain
    /// does; an even file becomes 0 throughout.
    MIN_MAX,
    /// A fixed range becomes 0 to 255, so that levels compare between files; values beyond it are
    /// clipped.
    FIXED
  }

  /// Scales each 16-bit or floating-point file by its own smallest and largest value.
  public static final ThermalFormat DEFAULT = new ThermalFormat(Scaling.MIN_MAX, 0, 0);

  /// Checks the range.
  ///
  /// @throws ConfigException if the scaling is fixed and `low` is not below `high`
  public ThermalFormat {
    if (scaling == Scaling.FIXED && !(low < high && Double.isFinite(high - low))) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "a fixed thermal range needs low < high, got low %s and high %s",
              low,
              high));
    }
  }

  /// A fixed range, in the file's own numbers, e.g. 29315 and 31315 for 20 to 40 °C in hundredths
  /// of a kelvin.
  ///
  /// @param low the value that becomes level 0
  /// @param high the value that becomes level 255
  /// @return the format
  /// @throws ConfigException if `low` is not below `high`
  public static ThermalFormat fixed(double low, double high) {
    return new ThermalFormat(Scaling.FIXED, low, high);
  }
}
