package io.github.imagebind4j.synth;

import java.util.function.DoubleUnaryOperator;

/// A mono recording that sounds are laid onto: damped vibrations, filtered noise, voices. Times are
/// in seconds, pitches in Hz. What would lie beyond either end is left out.
///
/// Not safe for use by several threads.
final class Tape {
  final float[] samples;
  final double rate;
  final Dice dice;

  Tape(int count, double rate, Dice dice) {
    this.samples = new float[count];
    this.rate = rate;
    this.dice = dice;
  }

  double seconds() {
    return samples.length / rate;
  }

  private void add(int at, double value) {
    if (at >= 0 && at < samples.length) {
      samples[at] += (float) value;
    }
  }

  /// A vibration that dies away: what one mode of a struck thing does.
  ///
  /// @param start may be negative
  /// @param pitch left out if the recording cannot hold it
  /// @param decay the time in which it falls to a thousandth
  void mode(double start, double pitch, double decay, double amplitude) {
    if (pitch >= 0.48 * rate || decay <= 0) {
      return;
    }
    int from = (int) Math.round(start * rate);
    int count = (int) (Math.min(1.2 * decay, seconds()) * rate);
    // A rotating pointer that shrinks: one complex product a sample.
    double shrink = Math.exp(-6.9 / (decay * rate));
    double re = shrink * Math.cos(2 * Math.PI * pitch / rate);
    double im = shrink * Math.sin(2 * Math.PI * pitch / rate);
    double phase = dice.between(-0.4, 0.4);
    double x = amplitude * Math.sin(phase);
    double y = amplitude * Math.cos(phase);
    for (int i = 0; i < count; i++) {
      add(from + i, x);
      double nextX = x * re + y * im;
      y = y * re - x * im;
      x = nextX;
    }
  }

  /// Noise through a band filter, with an envelope over its time from 0 to 1.
  ///
  /// @param sharp the filter's quality, 0.5 wide to 30 narrow
  void noise(
      double start,
      double length,
      double pitch,
      double sharp,
      double amplitude,
      DoubleUnaryOperator envelope) {
    int from = (int) Math.round(start * rate);
    int count = (int) (length * rate);
    Band band = new Band(pitch, sharp, rate);
    for (int i = 0; i < count; i++) {
      double white = 2 * dice.unit() - 1;
      add(from + i, amplitude * envelope.applyAsDouble(i / (double) count) * band.pass(white));
    }
  }

  /// A short noise that dies away: a click, a drop, a step.
  void burst(double start, double decay, double pitch, double sharp, double amplitude) {
    noise(start, decay, pitch, sharp, amplitude, t -> Math.exp(-6 * t));
  }

  /// A voice: pulses of a pitch that changes, through the resonances of a mouth.
  ///
  /// @param voice what it is like
  void voice(double start, double length, Voice voice) {
    int from = (int) Math.round(start * rate);
    int count = (int) (length * rate);
    Band[] mouth = new Band[voice.formants().length];
    for (int k = 0; k < mouth.length; k++) {
      mouth[k] = new Band(voice.formants()[k], voice.sharp(), rate);
    }
    double phase = 0;
    double wander = 0;
    for (int i = 0; i < count; i++) {
      double t = i / (double) count;
      wander = 0.999 * wander + 0.001 * (2 * dice.unit() - 1) * 20 * voice.rough();
      double pitch = voice.pitch().applyAsDouble(t) * (1 + wander);
      phase += pitch / rate;
      phase -= Math.floor(phase);
      double pulse = pulse(phase, voice.open(), pitch / rate);
      double source = pulse + voice.breath() * (2 * dice.unit() - 1);
      double out = 0.15 * source;
      for (int k = 0; k < mouth.length; k++) {
        out += mouth[k].pass(source) / (1 + 0.6 * k);
      }
      add(from + i, voice.loudness().applyAsDouble(t) * out);
    }
  }

  /// A saw tooth whose step is rounded over a sample, so that it does not alias much; the more
  /// open, the rounder.
  private static double pulse(double phase, double open, double step) {
    double saw = 2 * phase - 1;
    if (phase < step) {
      double t = phase / step;
      saw -= t + t - t * t - 1;
    } else if (phase > 1 - step) {
      double t = (phase - 1) / step;
      saw -= t * t + t + t + 1;
    }
    return (1 - open) * saw - open * Math.sin(2 * Math.PI * phase);
  }

  /// A pure tone whose pitch and loudness change.
  void whistle(
      double start, double length, DoubleUnaryOperator pitch, DoubleUnaryOperator loudness) {
    int from = (int) Math.round(start * rate);
    int count = (int) (length * rate);
    double phase = 0;
    for (int i = 0; i < count; i++) {
      double t = i / (double) count;
      double hertz = pitch.applyAsDouble(t);
      phase += hertz / rate;
      if (hertz < 0.48 * rate) {
        add(from + i, loudness.applyAsDouble(t) * Math.sin(2 * Math.PI * phase));
      }
    }
  }

  /// Adds another tape.
  void mix(Tape other, double gain) {
    for (int i = 0; i < samples.length; i++) {
      samples[i] += (float) (gain * other.samples[i]);
    }
  }

  /// The root of the mean square.
  double loudness() {
    double sum = 0;
    for (float sample : samples) {
      sum += sample * sample;
    }
    return Math.sqrt(sum / Math.max(1, samples.length));
  }

  double peak() {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  /// A rise and fall over a time from 0 to 1.
  static double swell(double t, double rise, double fall) {
    return Math.min(1, Math.min(t / rise, (1 - t) / fall));
  }
}
