package io.github.imagebind4j.synth;

/// A resonant filter that lets a band of pitches through: a state-variable filter in Simper's
/// trapezoidal form, stable at every pitch.
final class Band {
  private final double g;
  private final double k;
  private final double a;
  private double first;
  private double second;

  Band(double pitch, double sharp, double rate) {
    g = Math.tan(Math.PI * Math.min(pitch, 0.45 * rate) / rate);
    k = 1 / sharp;
    a = 1 / (1 + g * (g + k));
  }

  /// The band of the next sample; 1 in the middle of it.
  double pass(double in) {
    double high = (in - (g + k) * first - second) * a;
    double band = g * high + first;
    first = g * high + band;
    double low = g * band + second;
    second = g * band + low;
    return band * k;
  }

  /// What lies below the band.
  double low(double in) {
    pass(in);
    return second;
  }
}
