package io.github.imagebind4j.app;

import java.util.Locale;

/// A number in a heat map.
final class HeatCell {
  private HeatCell() {}

  /// A cell of a table: blue above zero, orange below; the text stays readable on both, on light
  /// and dark screens.
  ///
  /// @param strength of the colour: 1 the strongest blue, -1 the strongest orange
  /// @param decimals how many digits to show
  /// @param best whether it is the largest of its row
  static String render(double value, double strength, int decimals, boolean best) {
    return String.format(
        Locale.ROOT,
        "<td%s style=\"background: rgba(var(--%s), %.3f)\">%." + decimals + "f</td>",
        best ? " class=\"best\"" : "",
        strength >= 0 ? "cool" : "warm",
        Math.clamp(Math.abs(strength), 0, 1) * 0.6,
        value);
  }
}
