package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;

/// A mean over repeated draws, with its 95 % confidence interval by Student's t.
///
/// Immutable and safe for use by any thread.
///
/// @param mean the mean
/// @param halfWidth the interval is `mean - halfWidth` to `mean + halfWidth`; NaN for a single
///   draw, of which nothing is known
/// @param draws how many
public record Estimate(double mean, double halfWidth, int draws) {
  /// The 97.5 % quantile of Student's t for 1 to 30 degrees of freedom.
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /// Estimates.
  ///
  /// @param values one a draw, at least one
  /// @return the mean and its interval
  /// @throws InputException if there are none
  public static Estimate of(double... values) {
    if (values.length == 0) {
      throw new InputException("a mean needs at least one value, got none");
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    if (values.length == 1) {
      return new Estimate(mean, Double.NaN, 1);
    }
    int freedom = values.length - 1;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double t = freedom <= T.length ? T[freedom - 1] : 1.96 + 2.5 / freedom;
    return new Estimate(mean, t * Math.sqrt(squares / freedom / values.length), values.length);
  }
}
