package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.List;

/// How the head of the one who moves is shifted and turned over time: a sum of waves for each
/// direction, at the step's rate, its half and its multiples, plus the road's shaking.
///
/// Directions are those of someone looking ahead: x right, y up, z ahead.
final class Gait {
  /// The picture is taken in the middle of a recording of the default length.
  static final double PICTURE_SECONDS = 2.5;

  private static final double SWING_METRES = 2.2;

  /// A turn of the head: each in radians.
  record Tilt(double yaw, double pitch, double roll) {}

  /// A wave of acceleration (m/s²) or angle (radians).
  private record Wave(int channel, double amplitude, double hertz, double phase) {
    double at(double seconds) {
      return amplitude * Math.sin(2 * Math.PI * hertz * seconds + phase);
    }
  }

  private static final int RIGHT = 0;
  private static final int UP = 1;
  private static final int AHEAD = 2;
  private static final int YAW = 3;
  private static final int PITCH = 4;
  private static final int ROLL = 5;

  private final List<Wave> waves = new ArrayList<>();
  private final Dice dice;
  private final double step;
  private final double lead;
  private double swing;
  private double lean;

  private Gait(Factors factors) {
    this.dice = Dice.of(factors.seed(), factors.index(), "gait");
    this.step = factors.cadence();
    this.lead = dice.between(0, 2 * Math.PI);
    double force = factors.pace() * factors.pace();
    switch (factors.motion()) {
      case STANDING -> stand();
      case WALKING -> walk(force);
      case RUNNING -> run(force);
      case CLIMBING -> climb(force);
      case DRIVING -> drive(factors.pace());
      case CYCLING -> cycle(factors.pace());
      case SWINGING -> swing = Math.toRadians(dice.between(9, 15));
      case ROWING -> row(force);
      case RIDING -> ride(force);
    }
  }

  static Gait of(Factors factors) {
    return new Gait(factors);
  }

  /// How often a second a motion usually repeats: steps, pedal strokes, swings.
  static double usualCadence(EgoMotion motion) {
    return switch (motion) {
      case STANDING -> 0.25;
      case WALKING -> 1.9;
      case RUNNING -> 2.8;
      case CLIMBING -> 1.45;
      case DRIVING -> 11;
      case CYCLING -> 1.25;
      case SWINGING -> Math.sqrt(9.81 / SWING_METRES) / (2 * Math.PI);
      case ROWING -> 0.5;
      case RIDING -> 1.6;
    };
  }

  private void stand() {
    wave(PITCH, 0.004, step, 0);
    wave(UP, 0.03, step, 0);
    shake(0.05, 0.0008, 4, 10);
  }

  private void walk(double force) {
    wave(UP, 2.4 * force, step, 0);
    wave(UP, 0.9 * force, 2 * step, 0.8);
    wave(AHEAD, 1.3 * force, step, 1.6);
    wave(RIGHT, 1.0 * force, step / 2, 0.4);
    wave(YAW, 0.05, step / 2, 0);
    wave(ROLL, 0.03, step / 2, 1.2);
    wave(PITCH, 0.02, step, 0.5);
    shake(0.35, 0.006, 5, 14);
  }

  private void run(double force) {
    wave(UP, 9 * force, step, 0);
    wave(UP, 3.2 * force, 2 * step, 0.5);
    wave(UP, 1.6 * force, 3 * step, 1.1);
    wave(AHEAD, 3.5 * force, step, 1.4);
    wave(RIGHT, 2.4 * force, step / 2, 0.3);
    wave(YAW, 0.1, step / 2, 0);
    wave(ROLL, 0.05, step / 2, 1);
    wave(PITCH, 0.045, step, 0.6);
    shake(1.2, 0.012, 7, 18);
  }

  private void climb(double force) {
    lean = -0.05;
    wave(UP, 1.9 * force, step, 0);
    wave(UP, 1.7 * force, 2 * step, 2.4);
    wave(UP, 0.9 * force, 3 * step, 0.9);
    wave(AHEAD, 0.9 * force, step, 2.6);
    wave(AHEAD, 0.8 * force, 2 * step, 0.2);
    wave(RIGHT, 0.9 * force, step / 2, 0.9);
    wave(ROLL, 0.055, step / 2, 0.4);
    wave(PITCH, 0.045, step, 2);
    shake(0.4, 0.006, 5, 12);
  }

  private void drive(double pace) {
    double turn = dice.between(0.08, 0.16);
    double speed = 12 * pace;
    double yaw = dice.between(0.05, 0.12) / turn / 6;
    double phase = dice.between(0, 6);
    wave(YAW, yaw, turn, phase);
    // What turns at a speed is pulled sideways: a = v · dyaw/dt.
    wave(RIGHT, speed * yaw * 2 * Math.PI * turn, turn, phase + Math.PI / 2);
    wave(AHEAD, dice.between(0.2, 0.7), dice.between(0.05, 0.15), phase);
    wave(UP, 0.5, 1.4, 0);
    wave(PITCH, 0.008, 1.4, 1);
    wave(UP, 0.25, 23 * pace, 0);
    shake(0.5 * pace, 0.003, 9, 17);
  }

  private void cycle(double pace) {
    wave(ROLL, 0.055, step, 0);
    wave(RIGHT, 0.8 * pace, step, 1.4);
    wave(AHEAD, 0.5 * pace, 2 * step, 0.3);
    wave(YAW, 0.06, dice.between(0.25, 0.4), 0);
    wave(UP, 0.4, 2 * step, 0.7);
    shake(1.5 * pace, 0.012, 10, 22);
  }

  private void row(double force) {
    wave(AHEAD, 2.0 * force, step, 0);
    wave(AHEAD, 0.9 * force, 2 * step, 0.9);
    wave(AHEAD, 0.4 * force, 3 * step, 1.4);
    wave(PITCH, 0.09, step, 1.5);
    wave(ROLL, dice.between(0.05, 0.1), dice.between(0.22, 0.33), dice.between(0, 6));
    wave(UP, 0.35, step, 0.5);
    shake(0.12, 0.004, 2, 6);
  }

  private void ride(double force) {
    wave(UP, 3.4 * force, step, 0);
    wave(UP, 2.4 * force, 2 * step, 1.3);
    wave(UP, 1.2 * force, 3 * step, 2.2);
    wave(AHEAD, 2.2 * force, step, 2.0);
    wave(PITCH, 0.1, step, 0.9);
    wave(ROLL, 0.04, step / 2, 0);
    wave(RIGHT, 0.8, step, 0.5);
    shake(0.7, 0.01, 6, 14);
  }

  private void wave(int channel, double amplitude, double hertz, double phase) {
    waves.add(
        new Wave(
            channel,
            amplitude * dice.between(0.8, 1.2),
            hertz,
            phase + lead * hertz / step + dice.between(-0.25, 0.25)));
  }

  /// Waves of random rates: the road, muscles, engines.
  private void shake(double force, double angle, double from, double to) {
    for (int i = 0; i < 6; i++) {
      for (int channel = 0; channel < 6; channel++) {
        double amplitude = (channel < 3 ? force : angle) * (channel == UP ? 0.6 : 0.35);
        waves.add(
            new Wave(channel, amplitude, dice.between(from, to), dice.between(0, 2 * Math.PI)));
      }
    }
  }

  private double sum(int channel, double seconds) {
    double sum = 0;
    for (Wave wave : waves) {
      if (wave.channel == channel) {
        sum += wave.at(seconds);
      }
    }
    return sum;
  }

  /// How far the head is turned from where it looks on average.
  Tilt tilt(double seconds) {
    return new Tilt(
        sum(YAW, seconds), lean + sum(PITCH, seconds) + swingAngle(seconds), sum(ROLL, seconds));
  }

  private double swingAngle(double seconds) {
    return swing * Math.cos(2 * Math.PI * step * seconds + lead);
  }

  /// The acceleration of the head in m/s²: right, up, ahead; without gravity.
  double[] acceleration(double seconds) {
    double[] out = {sum(RIGHT, seconds), sum(UP, seconds), sum(AHEAD, seconds)};
    if (swing > 0) {
      double rate = 2 * Math.PI * step;
      double angle = swingAngle(seconds);
      double speed = -swing * rate * Math.sin(rate * seconds + lead);
      double gain = -rate * rate * angle;
      out[UP] += SWING_METRES * (gain * Math.sin(angle) + speed * speed * Math.cos(angle));
      out[AHEAD] += SWING_METRES * (gain * Math.cos(angle) - speed * speed * Math.sin(angle));
    }
    return out;
  }
}
