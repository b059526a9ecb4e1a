package io.github.imagebind4j.synth;

/// Strings: plucked ones by Karplus and Strong's loop, struck ones as partial tones that are
/// stretched by the string's stiffness.
final class Strings {
  private static final int[] SCALE = {0, 2, 4, 7, 9, 12, 14, 16};

  private Strings() {}

  static void guitar(Tape tape, Factors f) {
    double root = 130 / f.size() * Math.pow(2, tape.dice.below(5) / 12.0);
    double gap = f.lively() ? 0.42 : 0.55 - 0.2 * f.vigour();
    double at = tape.dice.between(0, 0.2);
    while (at < tape.seconds()) {
      if (f.lively()) {
        double chord = Math.pow(2, tape.dice.pick(java.util.List.of(0, 5, 7)) / 12.0);
        int string = 0;
        for (double step : new double[] {1, 1.5, 2, 2.52, 3, 4}) {
          pluck(tape, at + 0.018 * string++, root * chord * step, 0.6);
        }
      } else {
        pluck(tape, at, root * Math.pow(2, SCALE[tape.dice.below(SCALE.length)] / 12.0), 1);
      }
      at += gap * (tape.dice.chance(0.3) ? 2 : 1);
    }
  }

  private static void pluck(Tape tape, double start, double pitch, double force) {
    int period = Math.max(2, (int) Math.round(tape.rate / pitch));
    double[] string = new double[period];
    double last = 0;
    for (int i = 0; i < period; i++) {
      last = 0.5 * last + 0.5 * (2 * tape.dice.unit() - 1);
      string[i] = force * last;
    }
    int from = (int) (start * tape.rate);
    int count = Math.min(tape.samples.length - from, (int) (1.6 * tape.rate));
    double loss = Math.exp(-5.5 / (1.6 * pitch));
    for (int i = 0; i < count; i++) {
      int now = i % period;
      double out = string[now];
      string[now] = loss * 0.5 * (out + string[(i + 1) % period]);
      if (from + i >= 0) {
        tape.samples[from + i] += (float) out;
      }
    }
    tape.mode(start, 105, 0.12, 0.25 * force); // the body
  }

  static void piano(Tape tape, Factors f) {
    double root = 196 / Math.sqrt(f.size()) * Math.pow(2, tape.dice.below(7) / 12.0);
    double gap = 0.3 + 0.25 * tape.dice.unit();
    double at = tape.dice.between(-0.2, 0.1);
    int beat = 0;
    while (at < tape.seconds()) {
      double force = f.lively() ? 1 : 0.55;
      double note = root * Math.pow(2, SCALE[tape.dice.below(SCALE.length)] / 12.0);
      strike(tape, at, note, force, f.lively());
      if (beat % 4 == 0) {
        strike(tape, at, root / 2 * (tape.dice.chance(0.3) ? 1.5 : 1), force, f.lively());
        if (f.lively()) {
          strike(tape, at, root * 1.26, 0.7 * force, true);
        }
      }
      beat++;
      at += gap * (tape.dice.chance(0.25) ? 2 : 1);
    }
  }

  private static void strike(Tape tape, double at, double pitch, double force, boolean hard) {
    double dull = hard ? 0.55 : 1.1;
    for (int n = 1; n <= 12; n++) {
      double tone = n * pitch * Math.sqrt(1 + 0.0004 * n * n);
      double amplitude =
          force * Math.exp(-0.45 * dull * (n - 1)) * Math.abs(Math.sin(n * Math.PI / 8));
      tape.mode(at, tone, 2.6 / (1 + 0.25 * n), 0.6 * amplitude);
      tape.mode(at, tone * 1.0007, 0.6 / (1 + 0.1 * n), 0.9 * amplitude);
    }
    tape.burst(at, 0.02, 900, 0.8, 0.3 * force); // the hammer
  }
}
