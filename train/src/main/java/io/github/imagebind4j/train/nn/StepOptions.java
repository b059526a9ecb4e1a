package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.torch.Precision;

/// How steps are computed.
///
/// Immutable and safe for use by any thread.
///
/// @param hyper the optimiser's constants
/// @param precision of matrix products: FP32 or BF16; weights and their gradients are float32 in
///   both
/// @param microBatch the most items that a thread keeps the intermediate values of; with less than
///   its part of the batch, embeddings are computed twice and the loss still sees the whole batch
/// @param dropPath how often an item skips a branch of the last block; of earlier ones less
/// @param headDropout how often a value is left out before the head's projection
/// @param seed of what is left to chance
public record StepOptions(
    Hyper hyper,
    Precision precision,
    int microBatch,
    double dropPath,
    double headDropout,
    long seed) {
  /// Checks the ranges.
  ///
  /// @throws ConfigException if one is out of range
  public StepOptions {
    if (precision != Precision.FP32 && precision != Precision.BF16) {
      throw new ConfigException("training computes in fp32 or bf16, not in " + precision);
    }
    if (microBatch < 1 || !(dropPath >= 0 && dropPath < 1 && headDropout >= 0 && headDropout < 1)) {
      throw new ConfigException(
          "a micro-batch has at least one item, and rates are from 0 to below 1, got "
              + microBatch
              + ", "
              + dropPath
              + " and "
              + headDropout);
    }
  }
}
