package io.github.imagebind4j.synth;

/// Water, wind, fire, fans and friction: noise that is shaped by what makes it.
final class Flows {
  private Flows() {}

  static void kettle(Tape tape, Factors f) {
    double v = f.vigour();
    tape.noise(0, tape.seconds(), 1500 + 2200 * v, 0.8, 0.25 + 0.6 * v, t -> 0.75 + 0.25 * t);
    int bubbles = (int) ((6 + 40 * v) * tape.seconds());
    for (int i = 0; i < bubbles; i++) {
      bubble(
          tape, tape.dice.between(0, tape.seconds()), tape.dice.between(350, 900) / f.size(), 0.35);
    }
    if (f.lively()) {
      double tone = (1650 + 500 * v) / f.size() * f.material().pitch();
      double rise = tape.dice.between(0.05, 0.4);
      tape.whistle(
          0,
          tape.seconds(),
          t -> tone * (0.9 + 0.1 * Math.min(1, t / rise)) * (1 + 0.004 * Math.sin(190 * t)),
          t -> 0.5 * Math.min(1, t / rise + 0.2));
      tape.noise(0, tape.seconds(), tone, 10, 1.5, t -> Math.min(1, t / rise + 0.2));
    }
  }

  /// A bubble rings and rises in pitch as it comes up (Minnaert's resonance).
  private static void bubble(Tape tape, double at, double pitch, double loudness) {
    tape.whistle(
        at,
        0.04,
        t -> pitch * (1 + 0.35 * t),
        t -> loudness * Math.exp(-4 * t) * Math.min(1, 12 * t));
  }

  static void fan(Tape tape, Factors f) {
    double v = f.vigour();
    double blades = (22 + 44 * v) / Math.sqrt(f.size());
    tape.noise(
        0,
        tape.seconds(),
        260 + 420 * v,
        0.5,
        0.5 + 0.4 * v,
        t -> 1 + 0.35 * Math.sin(2 * Math.PI * blades * t * tape.seconds()));
    tape.whistle(0, tape.seconds(), t -> 100, t -> 0.1); // the mains
    tape.whistle(0, tape.seconds(), t -> 200, t -> 0.06);
    tape.whistle(0, tape.seconds(), t -> blades, t -> 0.14);
    tape.whistle(0, tape.seconds(), t -> 2 * blades, t -> 0.09);
  }

  static void washingMachine(Tape tape, Factors f) {
    double size = f.size();
    if (f.lively()) {
      double turn = (13 + 8 * f.vigour()) / size;
      for (int n = 1; n <= 6; n++) {
        double tone = turn * n;
        tape.whistle(
            0, tape.seconds(), t -> tone * (1 + 0.05 * t), t -> 0.5 / (1 + 0.4 * tone / turn));
      }
      double whine = 640 + 420 * f.vigour();
      tape.whistle(0, tape.seconds(), t -> whine * (1 + 0.05 * t), t -> 0.14);
      tape.whistle(0, tape.seconds(), t -> 2 * whine * (1 + 0.05 * t), t -> 0.05);
      tape.noise(
          0,
          tape.seconds(),
          330,
          0.8,
          0.9,
          t -> 1 + 0.6 * Math.sin(2 * Math.PI * turn * t * tape.seconds()));
      return;
    }
    double turn = 0.75 + 0.5 * f.vigour();
    for (double at = -0.5; at < tape.seconds(); at += 1 / turn) {
      tape.noise(at, 0.85 / turn, 650 / size, 0.9, 1.0, t -> Math.pow(Math.sin(Math.PI * t), 2));
      tape.noise(at + 0.2, 0.5 / turn, 1700, 0.7, 0.5, t -> Math.pow(Math.sin(Math.PI * t), 3));
      tape.mode(at + 0.35 / turn, 75 / size, 0.25, 0.7); // the laundry falls
      for (int i = 0; i < 6; i++) {
        bubble(tape, at + tape.dice.between(0, 1 / turn), tape.dice.between(280, 700) / size, 0.3);
      }
    }
    tape.whistle(0, tape.seconds(), t -> 148, t -> 0.12);
    tape.whistle(0, tape.seconds(), t -> 296, t -> 0.07);
  }

  static void saw(Tape tape, Factors f) {
    double strokes = f.lively() ? 1.8 + 0.9 * f.vigour() : 0.8 + 0.6 * f.vigour();
    double at = -tape.dice.unit() / strokes;
    boolean push = true;
    while (at < tape.seconds()) {
      double length = 0.46 / strokes;
      double teeth = (push ? 95 : 80) * strokes / f.size();
      double force = push ? 1 : 0.6;
      double pitch = (push ? 2300 : 3100) / Math.sqrt(f.size());
      double seconds = length;
      tape.noise(
          at,
          length,
          pitch,
          1.1,
          force,
          t -> Math.sin(Math.PI * t) * (0.55 + 0.45 * Math.sin(2 * Math.PI * teeth * t * seconds)));
      tape.noise(at, length, 620, 2, 0.7 * force, t -> Math.sin(Math.PI * t));
      push = !push;
      at += 0.5 / strokes;
    }
  }

  static void windmill(Tape tape, Factors f) {
    double v = f.vigour();
    double blades = (0.8 + 1.3 * v) / Math.sqrt(f.size());
    wind(tape, 320 + 260 * v, 0.7 + 0.5 * v, 2.2);
    for (double at = -tape.dice.unit() / blades; at < tape.seconds(); at += 1 / blades) {
      tape.noise(
          at,
          0.7 / blades,
          420 / Math.sqrt(f.size()),
          1,
          1.6,
          t -> Math.pow(Math.sin(Math.PI * t), 3));
    }
    double creak = tape.dice.between(190, 280) / Math.sqrt(f.size());
    for (double at = tape.dice.between(0, 1); at < tape.seconds(); at += 2 / blades) {
      Voice wood =
          new Voice(
              t -> creak * (0.35 + 0.25 * Math.sin(3 * t)),
              t -> 0.5 * Tape.swell(t, 0.2, 0.3),
              new double[] {3 * creak, 5.3 * creak},
              9,
              0,
              0.05,
              0.6);
      tape.voice(at, 0.55, wood);
    }
  }

  /// Wind: bands of noise whose strength and pitch come and go.
  static void wind(Tape tape, double pitch, double loudness, double sharp) {
    double gust = tape.dice.between(0.15, 0.4);
    double phase = tape.dice.between(0, 6);
    for (double band : new double[] {0.6, 1, 1.5}) {
      double own = phase + 2 * band;
      tape.noise(
          0,
          tape.seconds(),
          pitch * band,
          sharp,
          loudness / band,
          t ->
              Math.pow(0.55 + 0.45 * Math.sin(2 * Math.PI * gust * t * tape.seconds() + own), 2)
                  + 0.1);
    }
  }

  static void waterfall(Tape tape, Factors f) {
    double v = f.vigour();
    double low = 1 / f.size();
    tape.noise(0, tape.seconds(), 900 * low, 0.35, 0.8, t -> 1);
    tape.noise(0, tape.seconds(), 3200, 0.4, 0.8 - 0.2 * v, t -> 1);
    tape.noise(0, tape.seconds(), 130 * low, 0.8, 0.2 + 1.6 * v, t -> 1 + 0.2 * Math.sin(40 * t));
    int bubbles = (int) (60 * tape.seconds());
    for (int i = 0; i < bubbles; i++) {
      bubble(
          tape,
          tape.dice.between(0, tape.seconds()),
          tape.dice.logBetween(350, 2400) * low,
          0.5 - 0.3 * v);
    }
  }

  static void rain(Tape tape, Factors f) {
    double v = f.vigour();
    int drops = (int) ((50 + 800 * v * v) * tape.seconds());
    for (int i = 0; i < drops; i++) {
      double pitch = tape.dice.logBetween(2500, 7000) / Math.sqrt(f.size());
      double force = tape.dice.unit();
      tape.burst(
          tape.dice.between(0, tape.seconds()),
          tape.dice.between(0.003, 0.01),
          pitch,
          1.5,
          force * force * 2);
    }
    tape.noise(0, tape.seconds(), 5200, 0.5, 0.03 + 0.16 * v, t -> 1);
    int puddles = (int) (10 * (0.4 + v) * tape.seconds());
    for (int i = 0; i < puddles; i++) {
      bubble(tape, tape.dice.between(0, tape.seconds()), tape.dice.between(1300, 3000), 0.25);
    }
  }

  static void fire(Tape tape, Factors f) {
    double v = f.vigour();
    tape.noise(
        0, tape.seconds(), 95 / f.size(), 0.7, 0.3 + 0.7 * v, t -> 1 + 0.5 * Math.sin(37 * t));
    tape.noise(0, tape.seconds(), 420, 0.5, 0.1 + 0.25 * v, t -> 1 + 0.4 * Math.sin(53 * t));
    int cracks = (int) ((7 + 26 * v) * tape.seconds());
    for (int i = 0; i < cracks; i++) {
      double force = Math.pow(tape.dice.unit(), 3);
      double at = tape.dice.between(0, tape.seconds());
      tape.burst(at, 0.004 + 0.014 * force, tape.dice.logBetween(900, 5000), 1.2, 5 * force + 0.3);
      if (force > 0.5) {
        tape.mode(at, tape.dice.between(300, 700) / f.size(), 0.05, 0.8 * force);
      }
    }
  }
}
