package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.error.ConfigException;

/// A batch of pairs.
///
/// Immutable as long as nobody writes to the array; safe for use by any thread.
///
/// @param left the left sense's items
/// @param right the right sense's, each the partner of the left one at its place
/// @param groups of each pair, such as its class
public record PairSides(Side left, Side right, int[] groups) {
  /// Checks.
  ///
  /// @throws ConfigException if the sides differ in size, or there are fewer than two pairs
  public PairSides {
    if (left.size() != right.size() || left.size() != groups.length || left.size() < 2) {
      throw new ConfigException(
          "a step needs at least two pairs, got "
              + left.size()
              + " left, "
              + right.size()
              + " right and "
              + groups.length
              + " groups");
    }
  }

  int size() {
    return groups.length;
  }
}
