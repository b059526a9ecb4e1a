package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.error.ConfigException;

/// What stays the same from step to step.
///
/// Immutable and safe for use by any thread.
///
/// @param beta1 decay of the mean of gradients
/// @param beta2 decay of the mean of their squares
/// @param epsilon keeps a division finite
/// @param weightDecay how much of a weight goes at each step, times the learning rate
/// @param clipNorm gradients longer than this are shortened to it; 0: never
/// @param ema decay of the running mean of weights; 0: none is kept
public record Hyper(
    double beta1, double beta2, double epsilon, double weightDecay, double clipNorm, double ema) {
  /// Checks the ranges.
  ///
  /// @throws ConfigException if one is out of range
  public Hyper {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && ema >= 0 && ema < 1)) {
      throw new ConfigException(
          "betas and ema must be from 0 to below 1, got " + beta1 + ", " + beta2 + " and " + ema);
    }
    if (!(epsilon > 0 && weightDecay >= 0 && clipNorm >= 0)) {
      throw new ConfigException(
          "epsilon must be positive, weight decay and clip norm not negative, got "
              + epsilon
              + ", "
              + weightDecay
              + " and "
              + clipNorm);
    }
  }

  /// The paper's: betas 0.9 and 0.95, gradients of length 1 at most (Table 9).
  ///
  /// @param weightDecay differs from sense to sense
  /// @return the rest as the paper has it
  public static Hyper paper(double weightDecay) {
    return new Hyper(0.9, 0.95, 1e-8, weightDecay, 1, 0);
  }
}
