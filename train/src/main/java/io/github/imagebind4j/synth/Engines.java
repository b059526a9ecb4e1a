package io.github.imagebind4j.synth;

/// Engines: each turn of the shaft fires the cylinders in their order, each firing is a push that
/// rings in the exhaust; blades, wheels and whistles on top.
final class Engines {
  private Engines() {}

  /// Firings at the times of an engine.
  ///
  /// @param rpm turns a minute at a time from 0 to 1
  /// @param order where in two turns of a four-stroke engine each cylinder fires, 0 to 1
  private static void fire(
      Tape tape,
      java.util.function.DoubleUnaryOperator rpm,
      double[] order,
      double[] pipes,
      double decay) {
    double cycle = -tape.dice.unit();
    double[] uneven = new double[order.length];
    for (int k = 0; k < order.length; k++) {
      uneven[k] = tape.dice.between(0.75, 1.15);
    }
    Band[] exhaust = new Band[pipes.length];
    for (int k = 0; k < pipes.length; k++) {
      exhaust[k] = new Band(pipes[k], 2.5, tape.rate);
    }
    double push = 0;
    double fall = Math.exp(-1 / (decay * tape.rate));
    for (int i = 0; i < tape.samples.length; i++) {
      double before = cycle;
      cycle += rpm.applyAsDouble(i / (double) tape.samples.length) / 120 / tape.rate;
      for (int k = 0; k < order.length; k++) {
        if (Math.floor(cycle - order[k]) > Math.floor(before - order[k])) {
          push += uneven[k] * tape.dice.between(0.9, 1.1);
        }
      }
      double gas = push * (1 + 0.5 * (2 * tape.dice.unit() - 1));
      push *= fall;
      double out = 0.3 * gas;
      for (int k = 0; k < pipes.length; k++) {
        out += exhaust[k].pass(gas) * 2 / (1 + k);
      }
      tape.samples[i] += (float) out;
    }
  }

  static void car(Tape tape, Factors f) {
    double idle = 780 / Math.sqrt(f.size());
    double top = idle + 3600 * f.vigour() * f.vigour();
    double wave = tape.dice.between(0.2, 0.5);
    fire(
        tape,
        t -> f.lively() ? top * (0.8 + 0.25 * Math.sin(5 * wave * t * 4)) : top,
        new double[] {0, 0.25, 0.5, 0.75},
        new double[] {90 / f.size(), 240, 600},
        0.004);
    tape.noise(0, tape.seconds(), 900, 0.5, 0.12 + 0.5 * f.vigour(), t -> 1); // tyres, fan
    tape.noise(0, tape.seconds(), 160, 0.7, 0.3, t -> 1);
  }

  static void motorcycle(Tape tape, Factors f) {
    double idle = 1000 / Math.sqrt(f.size());
    double blips = tape.dice.between(0.5, 1.1);
    fire(
        tape,
        t -> {
          if (!f.lively()) {
            return idle * (1 + 0.9 * f.vigour());
          }
          double at = (t * tape.seconds() * blips) % 1;
          return idle + 5200 * f.vigour() * Math.exp(-3 * at) * Math.min(1, 8 * at);
        },
        new double[] {0, 0.4375}, // a V of 45 degrees: long, short, long, short
        new double[] {190 / f.size(), 520, 1300},
        0.002);
    tape.noise(0, tape.seconds(), 2600, 0.6, 0.08 + 0.15 * f.vigour(), t -> 1);
  }

  static void train(Tape tape, Factors f) {
    double rate = f.lively() ? 4 + 3.5 * f.vigour() : 1.2 + 1.5 * f.vigour();
    double at = tape.dice.between(0, 0.3);
    int beat = 0;
    while (at < tape.seconds()) {
      double force = beat++ % 4 == 0 ? 1.2 : 0.85;
      double length = Math.min(0.35, 0.8 / rate);
      tape.noise(
          at, length, 480 / f.size(), 0.7, force, t -> Math.exp(-4 * t) * Math.min(1, 15 * t));
      tape.noise(at, length, 1800, 0.6, 0.6 * force, t -> Math.exp(-5 * t));
      at += 1 / rate;
    }
    for (double clack = tape.dice.between(0, 0.8); clack < tape.seconds(); clack += 3.2 / rate) {
      for (double second : new double[] {0, 0.11}) {
        tape.mode(clack + second, 320, 0.1, 0.5);
        tape.burst(clack + second, 0.03, 1400, 1, 0.5);
      }
    }
    double start = tape.dice.between(0.3, 3.2);
    double tone = 420 / f.size();
    for (double step : new double[] {1, 1.25, 1.5}) {
      tape.whistle(
          start,
          1.3,
          t -> tone * step * (1 - 0.12 * Math.exp(-18 * t)),
          t -> 0.28 * Tape.swell(t, 0.1, 0.2));
      tape.noise(start, 1.3, tone * step, 12, 0.8, t -> Tape.swell(t, 0.1, 0.2));
    }
  }

  static void boat(Tape tape, Factors f) {
    double rate = 3.2 + 5 * f.vigour();
    double low = 72 / f.size();
    for (double at = tape.dice.between(0, 0.2); at < tape.seconds(); at += 1 / rate) {
      double force = tape.dice.between(0.85, 1.1);
      tape.mode(at, low, 0.2, 1.1 * force);
      tape.mode(at, 2.6 * low, 0.1, 0.6 * force);
      tape.burst(at, 0.07, 420, 0.8, 0.8 * force);
    }
    double horn = 165 / f.size();
    double start = tape.dice.between(0.2, 2.6);
    Voice voice =
        new Voice(
            t -> horn,
            t -> 0.5 * Tape.swell(t, 0.06, 0.1),
            new double[] {2 * horn, 5 * horn},
            2,
            0.3,
            0.03,
            0.1);
    tape.voice(start, 1.6, voice);
    splash(tape, 0.25 + 0.3 * f.vigour());
  }

  private static void splash(Tape tape, double loudness) {
    for (double at = 0; at < tape.seconds(); at += tape.dice.between(0.4, 0.9)) {
      double pitch = tape.dice.between(500, 1400);
      tape.noise(at, 0.9, pitch, 0.8, loudness, t -> Math.sin(Math.PI * t) * Math.sin(Math.PI * t));
    }
  }

  static void helicopter(Tape tape, Factors f) {
    double blades = (12 + 5 * f.vigour()) / Math.sqrt(f.size());
    for (double at = -tape.dice.unit() / blades; at < tape.seconds(); at += 1 / blades) {
      double force = tape.dice.between(0.9, 1.1);
      tape.mode(at, 62 / f.size(), 0.09, 1.4 * force);
      tape.noise(
          at, 0.75 / blades, 260, 0.6, 1.6 * force, t -> Math.exp(-4.5 * t) * Math.min(1, 8 * t));
      tape.noise(at, 0.5 / blades, 1100, 0.6, 0.7 * force, t -> Math.exp(-6 * t));
    }
    double whine = (1250 + 700 * f.vigour()) / f.size();
    tape.whistle(0, tape.seconds(), t -> whine * (1 + 0.01 * Math.sin(9 * t)), t -> 0.06);
    tape.noise(0, tape.seconds(), whine, 6, 0.35, t -> 1);
  }

  static void airplane(Tape tape, Factors f) {
    double blades = (62 + 48 * f.vigour()) / Math.sqrt(f.size());
    double drift = tape.dice.between(-0.06, 0.02);
    double beat = tape.dice.between(0.8, 2.2);
    for (double engine : new double[] {1, 1.012}) {
      Voice voice =
          new Voice(
              t -> blades * engine * (1 + drift * t),
              t -> 0.5 + 0.12 * Math.sin(2 * Math.PI * beat * t * 5),
              new double[] {140 / f.size(), 380, 900},
              1.2,
              0.1,
              0.35,
              0.05);
      tape.voice(0, tape.seconds(), voice);
    }
    tape.noise(0, tape.seconds(), 500, 0.5, 0.4 + 0.3 * f.vigour(), t -> 1);
  }
}
