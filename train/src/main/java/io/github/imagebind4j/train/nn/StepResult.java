package io.github.imagebind4j.train.nn;

import java.util.List;

/// What one step tells.
///
/// @param pairings of each pairing, in their order
/// @param gradientNorm length of all gradients together, before clipping
public record StepResult(List<Of> pairings, double gradientNorm) {
  /// What it tells of one pairing.
  ///
  /// @param loss symmetric InfoNCE, mean of both ways, before the update
  /// @param found share of left items whose most similar right item in the batch is of their group
  /// @param scale what similarities were multiplied by: 1 / temperature
  public record Of(double loss, double found, double scale) {}

  /// Copies.
  public StepResult {
    pairings = List.copyOf(pairings);
  }

  /// The first pairing's.
  ///
  /// @return what the step tells of it
  public Of first() {
    return pairings.getFirst();
  }
}
