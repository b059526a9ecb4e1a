package io.github.imagebind4j.synth;

/// Struck things by modal synthesis: each blow starts the vibrations that the thing has, whose
/// pitches follow from its form, size and material, and whose lengths follow from the material.
final class Blows {
  /// The partial tones of a church bell beside its strike note (hum, prime, tierce, quint,
  /// nominal).
  private static final double[] BELL = {0.5, 1, 1.2, 1.5, 2, 2.67, 3.0, 4.1, 5.4};

  /// The modes of a round membrane beside the lowest: zeros of Bessel functions.
  private static final double[] MEMBRANE = {1, 1.593, 2.136, 2.296, 2.653, 2.918, 3.156, 3.5};

  /// The modes of a wine glass beside the lowest: about the squares of 2, 3, 4 …
  private static final double[] GLASS = {1, 2.32, 4.25, 6.63, 9.38};

  private Blows() {}

  static void bell(Tape tape, Factors f) {
    double pitch = 330 * f.material().pitch() / f.size();
    double ring = 3.2 * Math.max(0.3, f.material().ringSeconds()) * f.size();
    double gap = f.lively() ? 0.55 - 0.15 * f.vigour() : 1.9 - f.vigour();
    double at = tape.dice.between(-gap, 0.2);
    while (at < tape.seconds()) {
      double force = tape.dice.between(0.7, 1);
      for (int i = 0; i < BELL.length; i++) {
        double tone = pitch * BELL[i] * (1 + 0.002 * tape.dice.normal());
        double decay = ring / (0.4 + 0.6 * BELL[i]);
        tape.mode(at, tone, decay, force / (1 + 0.45 * i));
        tape.mode(at, tone * 1.003, decay, 0.4 * force / (1 + 0.45 * i)); // beats
      }
      tape.burst(at, 0.02, 4 * pitch, 1, force);
      at += gap * tape.dice.between(0.93, 1.07);
    }
  }

  static void drum(Tape tape, Factors f) {
    double pitch = 120 * Math.sqrt(f.material().pitch()) / f.size();
    double beat = f.lively() ? 5.5 + 2 * f.vigour() : 1.4 + f.vigour();
    double at = tape.dice.between(-0.2, 0.3);
    boolean accent = true;
    while (at < tape.seconds()) {
      double force = (accent ? 1 : 0.6) * tape.dice.between(0.85, 1.1);
      for (int i = 0; i < MEMBRANE.length; i++) {
        tape.mode(at, pitch * MEMBRANE[i], 0.38 / (1 + 0.4 * i), force / (1 + 0.35 * i));
      }
      tape.burst(at, 0.12, 1800, 0.7, 0.8 * force); // the stick, the snares
      accent = !accent;
      at += (tape.dice.chance(0.15) ? 0.5 : 1) / beat;
    }
  }

  static void glass(Tape tape, Factors f) {
    double pitch = 900 / f.size() * (f.hue() < 0.7 ? 1 : 1.35);
    double gap = f.lively() ? 0.45 : 1.15 - 0.5 * f.vigour();
    double at = tape.dice.between(-0.1, 0.3);
    while (at < tape.seconds()) {
      double force = tape.dice.between(0.6, 1);
      for (int i = 0; i < GLASS.length; i++) {
        double decay = (0.9 + 0.7 * f.vigour()) * f.size() / (1 + 0.7 * i);
        tape.mode(at, pitch * GLASS[i], decay, force / (1 + 0.3 * i));
      }
      tape.burst(at, 0.008, 6000, 1, 1.2 * force);
      at += gap * tape.dice.between(0.85, 1.15);
    }
  }

  static void clock(Tape tape, Factors f) {
    double ticks = f.lively() ? 3.2 + 1.5 * f.vigour() : 1.2 + f.vigour();
    double pitch = 1700 * f.material().pitch() / Math.sqrt(f.size());
    double at = tape.dice.between(0, 1 / ticks);
    boolean tock = false;
    while (at < tape.seconds()) {
      double tone = tock ? 0.78 * pitch : pitch;
      tape.burst(at, 0.006, 5200, 0.8, 1.4);
      for (int i = 1; i <= 3; i++) {
        tape.mode(at, tone * (0.4 + 0.85 * i), 0.035 / i, 1.0 / i);
      }
      tape.burst(at + 0.02, 0.005, 3600, 1, 0.5);
      tock = !tock;
      at += 1 / ticks;
    }
  }

  static void footsteps(Tape tape, Factors f) {
    double rate = f.lively() ? 2.0 + 0.5 * f.vigour() : 1.1 + 0.6 * f.vigour();
    double at = tape.dice.between(0, 0.5);
    while (at < tape.seconds()) {
      step(tape, f.setting(), at, tape.dice.between(0.8, 1), f.size());
      at += tape.dice.between(0.96, 1.04) / rate;
    }
  }

  /// One step: the heel, then the sole, on the ground that is there.
  static void step(Tape tape, Setting ground, double at, double force, double size) {
    double low = 95 / size;
    switch (ground) {
      case KITCHEN, STREET -> {
        tape.mode(at, 2 * low, 0.06, force);
        tape.burst(at, 0.035, 1900, 1.2, 1.6 * force);
        tape.burst(at + 0.09, 0.05, 1300, 1, 0.8 * force);
      }
      case ROOM -> {
        tape.mode(at, 1.3 * low, 0.14, 1.3 * force);
        tape.mode(at, 2.9 * low, 0.09, 0.7 * force);
        tape.burst(at, 0.04, 700, 1.2, force);
        tape.burst(at + 0.1, 0.05, 600, 1, 0.6 * force);
      }
      case FOREST, FIELD -> {
        tape.mode(at, low, 0.07, 0.8 * force);
        tape.burst(at, 0.16, 2600, 0.6, 0.9 * force);
        tape.burst(at + 0.1, 0.14, 3300, 0.6, 0.8 * force);
      }
      case SHORE, DESERT, SNOW -> {
        tape.mode(at, 0.8 * low, 0.05, 0.6 * force);
        double crunch = ground == Setting.SNOW ? 1500 : 2200;
        for (int i = 0; i < 7; i++) {
          tape.burst(at + 0.025 * i, 0.04, crunch, 1.4, force * tape.dice.between(0.3, 1));
        }
      }
    }
  }
}
