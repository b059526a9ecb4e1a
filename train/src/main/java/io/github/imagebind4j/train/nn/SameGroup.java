package io.github.imagebind4j.train.nn;

/// What pairs of the same group, such as a class, are to one another in a batch.
public enum SameGroup {
  /// Nothing special: they are told apart like any others, as in the paper.
  NEGATIVE,
  /// Neither partners nor strangers: they are left out.
  IGNORED,
  /// Partners, each for an equal part (Yang et al., Unified Contrastive Learning, 2022).
  POSITIVE
}
