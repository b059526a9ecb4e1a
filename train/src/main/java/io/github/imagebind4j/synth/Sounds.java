package io.github.imagebind4j.synth;

/// What a scene sounds like at the camera: the subject at its distance, in its room; the place's
/// own sounds; and those of the one who moves.
final class Sounds {
  /// How loud the recorder makes a subject at its usual distance.
  private static final double LOUDNESS = 0.09;

  private Sounds() {}

  /// Records a scene.
  ///
  /// @return mono samples from -1 to 1
  static float[] record(Factors factors, int count, int rate) {
    Tape subject = new Tape(count, rate, Dice.of(factors.seed(), factors.index(), "sound"));
    play(subject, factors);
    double scale =
        Math.min(
            LOUDNESS / Math.max(1e-9, subject.loudness()), 0.8 / Math.max(1e-9, subject.peak()));
    double strength = 0.65 + 0.6 * factors.vigour();
    scale *= strength * factors.kind().distance() / factors.distance();
    air(subject, factors.distance());
    if (factors.setting().indoors()) {
      room(subject);
    }
    Tape tape = new Tape(count, rate, Dice.of(factors.seed(), factors.index(), "ambience"));
    Ambience.play(tape, factors);
    tape.mix(subject, scale);
    for (int i = 0; i < count; i++) {
      tape.samples[i] = (float) Math.tanh(tape.samples[i]);
    }
    return tape.samples;
  }

  private static void play(Tape tape, Factors factors) {
    switch (factors.kind()) {
      case DOG -> Calls.dog(tape, factors);
      case CAT -> Calls.cat(tape, factors);
      case COW -> Calls.cow(tape, factors);
      case BIRD -> Calls.bird(tape, factors);
      case ROOSTER -> Calls.rooster(tape, factors);
      case FROG -> Calls.frog(tape, factors);
      case BEE -> Calls.bee(tape, factors);
      case PERSON -> Blows.footsteps(tape, factors);
      case CAR -> Engines.car(tape, factors);
      case MOTORCYCLE -> Engines.motorcycle(tape, factors);
      case TRAIN -> Engines.train(tape, factors);
      case BOAT -> Engines.boat(tape, factors);
      case HELICOPTER -> Engines.helicopter(tape, factors);
      case AIRPLANE -> Engines.airplane(tape, factors);
      case KETTLE -> Flows.kettle(tape, factors);
      case CLOCK -> Blows.clock(tape, factors);
      case FAN -> Flows.fan(tape, factors);
      case GLASS_CUP -> Blows.glass(tape, factors);
      case WASHING_MACHINE -> Flows.washingMachine(tape, factors);
      case BELL -> Blows.bell(tape, factors);
      case DRUM -> Blows.drum(tape, factors);
      case GUITAR -> Strings.guitar(tape, factors);
      case PIANO -> Strings.piano(tape, factors);
      case SAW -> Flows.saw(tape, factors);
      case SIREN -> Calls.siren(tape, factors);
      case WINDMILL -> Flows.windmill(tape, factors);
      case WATERFALL -> Flows.waterfall(tape, factors);
      case RAIN -> Flows.rain(tape, factors);
      case FIRE -> Flows.fire(tape, factors);
    }
  }

  /// Air swallows high pitches over a distance.
  private static void air(Tape tape, double metres) {
    double cut = Math.min(0.45 * tape.rate, 60_000 / (4 + metres));
    double keep = Math.exp(-2 * Math.PI * cut / tape.rate);
    double last = 0;
    for (int i = 0; i < tape.samples.length; i++) {
      last = (1 - keep) * tape.samples[i] + keep * last;
      tape.samples[i] = (float) last;
    }
  }

  /// Walls answer: four echoes that feed themselves.
  private static void room(Tape tape) {
    float[] dry = tape.samples.clone();
    for (double delay : new double[] {0.0297, 0.0371, 0.0411, 0.0437}) {
      int lag = (int) (delay * tape.rate);
      float[] echo = new float[dry.length];
      for (int i = lag; i < dry.length; i++) {
        echo[i] = 0.72f * echo[i - lag] + dry[i - lag];
        tape.samples[i] += 0.09f * echo[i];
      }
    }
  }
}
