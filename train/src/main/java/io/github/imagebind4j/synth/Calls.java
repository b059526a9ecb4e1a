package io.github.imagebind4j.synth;

/// Calls of animals, and the siren: sources of a pitch that moves, through resonances that go with
/// the size of the head.
final class Calls {
  private Calls() {}

  static void dog(Tape tape, Factors f) {
    double size = f.size();
    double gap = f.lively() ? 0.42 - 0.1 * f.vigour() : 1.5 - 0.9 * f.vigour();
    for (double at = tape.dice.between(0, 0.4); at < tape.seconds(); ) {
      double base = 320 / size * tape.dice.between(0.9, 1.15);
      double length = tape.dice.between(0.14, 0.24);
      Voice bark =
          new Voice(
              t -> base * (0.8 + 1.0 * Math.sin(Math.PI * Math.min(1, 0.2 + 0.8 * t))),
              t -> Tape.swell(t, 0.08, 0.5),
              new double[] {720 / Math.sqrt(size), 1450 / Math.sqrt(size), 2700},
              3,
              0.05,
              0.55,
              0.5);
      tape.voice(at, length, bark);
      boolean pause = tape.dice.chance(0.25);
      at += length + gap * tape.dice.between(0.7, 1.2) + (pause ? 0.5 : 0);
    }
  }

  static void cat(Tape tape, Factors f) {
    double gap = f.lively() ? 0.5 : 1.4 - f.vigour();
    for (double at = tape.dice.between(0, 0.5); at < tape.seconds(); ) {
      double length = tape.dice.between(0.55, 0.95);
      double base = 560 / f.size() * tape.dice.between(0.9, 1.1);
      double width = Math.sqrt(f.size());
      // The mouth opens and closes: two resonances cross-fade.
      for (int half = 0; half < 2; half++) {
        double[] formants =
            half == 0
                ? new double[] {1500 / width, 2800 / width, 4200}
                : new double[] {950 / width, 1400 / width, 3600};
        int part = half;
        Voice meow =
            new Voice(
                t -> base * (0.85 + 0.4 * Math.sin(Math.PI * Math.pow(t, 0.7)) - 0.15 * t),
                t -> Tape.swell(t, 0.12, 0.3) * (part == 0 ? 1 - 0.8 * t : 0.2 + 0.8 * t),
                formants,
                5,
                0.25,
                0.06,
                0.12);
        tape.voice(at, length, meow);
      }
      at += length + gap * tape.dice.between(0.7, 1.3);
    }
  }

  static void cow(Tape tape, Factors f) {
    double gap = f.lively() ? 0.5 : 1.6 - f.vigour();
    for (double at = tape.dice.between(-0.3, 0.5); at < tape.seconds(); ) {
      double length = tape.dice.between(1.2, 2.0);
      double base = 118 / f.size() * tape.dice.between(0.93, 1.07);
      double width = Math.sqrt(f.size());
      Voice moo =
          new Voice(
              t -> base * (0.8 + 0.5 * Math.sin(Math.PI * Math.pow(t, 0.6)) - 0.1 * t),
              t -> Tape.swell(t, 0.2, 0.25),
              new double[] {310 / width, 640 / width, 1300 / width},
              3.5,
              0.08,
              0.12,
              0.25);
      tape.voice(at, length, moo);
      at += length + gap;
    }
  }

  static void bird(Tape tape, Factors f) {
    double base = 3300 / Math.sqrt(f.size());
    double at = tape.dice.between(0, 0.3);
    while (at < tape.seconds()) {
      int notes = f.lively() ? 4 + tape.dice.below(6) : 1 + tape.dice.below(2);
      double pitch = base * tape.dice.between(0.8, 1.25);
      double bend = tape.dice.between(-0.35, 0.35);
      double trill = tape.dice.chance(0.4) ? tape.dice.between(20, 38) : 0;
      for (int i = 0; i < notes; i++) {
        double length = tape.dice.between(0.06, 0.15);
        double own = pitch * tape.dice.between(0.92, 1.08);
        double seconds = length;
        tape.whistle(
            at,
            length,
            t ->
                own
                    * (1
                        + bend * t
                        + (trill > 0 ? 0.1 * Math.sin(2 * Math.PI * trill * t * seconds) : 0)),
            t -> Tape.swell(t, 0.2, 0.4));
        tape.whistle(
            at, length, t -> 2 * own * (1 + bend * t), t -> 0.12 * Tape.swell(t, 0.2, 0.4));
        at += length + tape.dice.between(0.03, 0.08);
      }
      at += (f.lively() ? 0.25 : 0.75 - 0.5 * f.vigour()) * tape.dice.between(0.7, 1.4);
    }
  }

  static void rooster(Tape tape, Factors f) {
    double size = Math.sqrt(f.size());
    double at = tape.dice.between(0, 0.3);
    while (at < tape.seconds()) {
      if (f.lively()) {
        double base = 560 / size * tape.dice.between(0.93, 1.07);
        double[] pitch = {0.8, 1.25, 1.1, 1.45};
        double[] length = {0.2, 0.22, 0.16, 0.85};
        for (int i = 0; i < 4; i++) {
          double own = base * pitch[i];
          boolean last = i == 3;
          tape.voice(
              at,
              length[i],
              throat(
                  t -> own * (last ? 1.05 - 0.4 * t * t : 0.95 + 0.1 * t),
                  size,
                  last ? 0.4 : 0.25));
          at += length[i] + 0.05;
        }
        at += 1.0 - 0.5 * f.vigour();
      } else {
        double own = 420 / size * tape.dice.between(0.85, 1.2);
        double length = tape.dice.between(0.07, 0.13);
        tape.voice(at, length, throat(t -> own * (1.2 - 0.5 * t), size, 0.5));
        at += length + (0.42 - 0.5 * f.vigour() * 0.6) * tape.dice.between(0.6, 1.3);
      }
    }
  }

  private static Voice throat(
      java.util.function.DoubleUnaryOperator pitch, double size, double fall) {
    return new Voice(
        pitch,
        t -> Tape.swell(t, 0.1, fall),
        new double[] {1250 / size, 2300 / size, 3500 / size},
        3.5,
        0,
        0.22,
        0.35);
  }

  static void frog(Tape tape, Factors f) {
    double size = f.size();
    double at = tape.dice.between(0, 0.3);
    double rate = tape.dice.between(38, 62) / Math.sqrt(size);
    while (at < tape.seconds()) {
      double length = tape.dice.between(0.28, 0.5);
      int pulses = (int) (length * rate);
      for (int i = 0; i < pulses; i++) {
        double t = i / (double) pulses;
        double loud = Tape.swell(t + 0.02, 0.3, 0.2);
        tape.mode(at + i / rate, 620 / size * (1 + 0.25 * t), 0.035, loud);
        tape.mode(at + i / rate, 1480 / size * (1 + 0.2 * t), 0.022, 0.7 * loud);
        tape.burst(at + i / rate, 0.01, 1900, 1, 0.3 * loud);
      }
      at += length + (f.lively() ? 0.28 : 1.0 - 0.9 * f.vigour()) * tape.dice.between(0.8, 1.2);
    }
  }

  static void bee(Tape tape, Factors f) {
    double base = (190 + 60 * f.vigour()) / f.size();
    double move = tape.dice.between(0.25, 0.6) * (f.lively() ? 2 : 1);
    double phase = tape.dice.between(0, 6);
    double deep = f.lively() ? 0.55 : 0.2;
    Voice wings =
        new Voice(
            t -> base * (1 + 0.07 * Math.sin(2 * Math.PI * move * 5 * t + phase)),
            t -> 1 - deep + deep * Math.sin(2 * Math.PI * move * 5 * t + phase + 1.5),
            new double[] {2.2 * base, 5 * base, 2400},
            2.2,
            0.05,
            0.1,
            0.35);
    tape.voice(0, tape.seconds(), wings);
  }

  static void siren(Tape tape, Factors f) {
    double low = 480 / Math.sqrt(f.size());
    double high = low * tape.dice.between(2, 2.6);
    double rate = f.lively() ? 2.4 + 1.4 * f.vigour() : 0.22 + 0.25 * f.vigour();
    double phase = tape.dice.unit();
    Voice horn =
        new Voice(
            t -> {
              double at = (t * tape.seconds() * rate + phase) % 1;
              double up = at < 0.55 ? at / 0.55 : (1 - at) / 0.45;
              return low * Math.pow(high / low, up);
            },
            t -> 0.7,
            new double[] {1150 / Math.sqrt(f.size()), 2300, 3300},
            1.6,
            0.25,
            0.02,
            0.02);
    tape.voice(0, tape.seconds(), horn);
  }
}
