package io.github.imagebind4j.synth;

/// What one hears besides the subject: the place, faintly, and one's own steps, wheels, oars or
/// hooves at the rate that the motion sensor feels.
final class Ambience {
  private Ambience() {}

  static void play(Tape tape, Factors f) {
    Tape place = new Tape(tape.samples.length, tape.rate, tape.dice);
    place(place, f);
    tape.mix(place, level(tape.dice.between(0.003, 0.009), place));
    Tape self = new Tape(tape.samples.length, tape.rate, tape.dice);
    self(self, f);
    tape.mix(self, level(tape.dice.between(0.006, 0.014), self));
  }

  private static double level(double wanted, Tape tape) {
    return wanted / Math.max(1e-9, tape.loudness());
  }

  private static void place(Tape tape, Factors f) {
    double s = tape.seconds();
    switch (f.setting()) {
      case KITCHEN -> {
        tape.whistle(0, s, t -> 100, t -> 0.3);
        tape.noise(0, s, 400, 0.4, 0.5, t -> 1);
      }
      case ROOM -> tape.noise(0, s, 250, 0.4, 1, t -> 1);
      case STREET -> tape.noise(0, s, 130, 0.5, 1, t -> 1 + 0.5 * Math.sin(7 * t));
      case FOREST -> tape.noise(0, s, 4200, 0.6, 0.5, t -> 1 + 0.8 * Math.sin(9 * t));
      case FIELD -> Flows.wind(tape, 600, 1, 1);
      case SHORE -> {
        double phase = tape.dice.between(0, 6);
        tape.noise(0, s, 700, 0.4, 1, t -> 1.1 + Math.sin(9 * t + phase));
      }
      case SNOW -> Flows.wind(tape, 350, 1, 2);
      case DESERT -> Flows.wind(tape, 450, 1, 3);
    }
  }

  private static void self(Tape tape, Factors f) {
    double s = tape.seconds();
    double beat = f.cadence();
    switch (f.motion()) {
      case STANDING -> tape.noise(0, s, 200, 0.5, 0.02, t -> 1);
      case WALKING, RUNNING, CLIMBING -> {
        Setting ground =
            f.motion() == EgoMotion.WALKING || f.setting().indoors() ? f.setting() : Setting.STREET;
        for (double at = 0.1; at < s; at += 1 / beat) {
          Blows.step(tape, ground, at, 1, 1);
        }
      }
      case DRIVING -> {
        tape.noise(0, s, 90, 0.8, 1.5, t -> 1);
        tape.whistle(0, s, t -> 55 * f.pace(), t -> 0.3);
      }
      case CYCLING -> {
        for (double at = 0; at < s; at += 0.06 / f.pace()) {
          tape.burst(at, 0.006, 3800, 2, 1);
        }
        tape.noise(0, s, 900, 0.5, 0.2, t -> 1);
      }
      case SWINGING -> {
        for (double at = 0.3; at < s; at += 0.5 / beat) {
          Voice chain =
              new Voice(
                  t -> 130 + 60 * t,
                  t -> Tape.swell(t, 0.3, 0.3),
                  new double[] {900, 2100},
                  8,
                  0,
                  0.1,
                  0.6);
          tape.voice(at, 0.4, chain);
        }
      }
      case ROWING -> {
        for (double at = 0.2; at < s; at += 1 / beat) {
          tape.noise(at, 0.8, 800, 0.7, 1, t -> Math.pow(Math.sin(Math.PI * t), 2));
          tape.mode(at, 210, 0.1, 0.6);
        }
      }
      case RIDING -> {
        for (double at = 0.1; at < s; at += 1 / beat) {
          for (double hoof : new double[] {0, 0.28, 0.5}) {
            tape.mode(at + hoof / beat, 420, 0.05, 1);
            tape.burst(at + hoof / beat, 0.03, 900, 1.5, 1);
          }
        }
      }
    }
  }
}
