package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;

/// The learning rate at each step: from nearly 0 up to the peak in a straight line, then down in
/// half a cosine.
///
/// Immutable and safe for use by any thread.
///
/// @param peak after the warm-up
/// @param warmup how many steps it takes to get there
/// @param steps how many there are in all
/// @param last what is left of the peak at the end, 0 to 1
public record LearningRate(double peak, long warmup, long steps, double last) {
  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is out of range
  public LearningRate {
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY) || !(last >= 0 && last <= 1)) {
      throw new ConfigException(
          "a learning rate must be positive and what is left of it from 0 to 1, got "
              + peak
              + " and "
              + last);
    }
    if (steps < 1 || warmup < 0 || warmup >= steps) {
      throw new ConfigException(
          "the warm-up must be shorter than all steps, got " + warmup + " of " + steps);
    }
  }

  /// The rate of one step.
  ///
  /// @param step from 1
  /// @return a positive number
  public double at(long step) {
    if (step <= warmup) {
      return peak * step / warmup;
    }
    double done = Math.min(1, (double) (step - warmup) / (steps - warmup));
    return peak * (last + (1 - last) * 0.5 * (1 + Math.cos(Math.PI * done)));
  }
}
