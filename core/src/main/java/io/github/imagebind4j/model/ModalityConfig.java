package io.github.imagebind4j.model;

import io.github.imagebind4j.error.ConfigException;
import java.util.OptionalDouble;

/// One modality's encoder: how its input becomes tokens, the transformer, and the scale of its
/// output.
///
/// A new sense needs no new code: give it one of these, a [io.github.imagebind4j.input.Modality] of
/// its own name, and weights.
///
/// Immutable and safe for use by any thread.
///
/// @param stem how the input is cut into tokens
/// @param trunk the transformer's size
/// @param logitScale what the unit vector is multiplied by before training starts; empty: not at
///   all (vision). The value that counts is the checkpoint's.
/// @param logitScaleLearned whether training moves the scale (text) or it is a constant
public record ModalityConfig(
    StemConfig stem, TrunkConfig trunk, OptionalDouble logitScale, boolean logitScaleLearned) {

  /// Checks the scale.
  ///
  /// @throws ConfigException if it is not a positive number
  public ModalityConfig {
    if (logitScale.isPresent()
        && !(logitScale.getAsDouble() > 0 && Double.isFinite(logitScale.getAsDouble()))) {
      throw new ConfigException(
          "a logit scale must be a positive number, got " + logitScale.getAsDouble());
    }
  }

  /// Images and video as the reference has them: a LayerNorm before the trunk, no scale.
  static ModalityConfig vision(StemConfig stem, int dim, int blocks, int heads) {
    return new ModalityConfig(
        stem, new TrunkConfig(dim, blocks, heads, false, true), OptionalDouble.empty(), false);
  }

  /// Text as the reference has it: the scale is learned, from 1 / 0.07.
  static ModalityConfig text(StemConfig stem, int dim, int blocks, int heads) {
    return new ModalityConfig(
        stem, new TrunkConfig(dim, blocks, heads, false, false), OptionalDouble.of(1 / 0.07), true);
  }

  /// Audio, depth, thermal, IMU and any new sense: an extra key and value in attention, and a fixed
  /// scale.
  static ModalityConfig sense(StemConfig stem, int dim, int blocks, int heads, double scale) {
    return new ModalityConfig(
        stem, new TrunkConfig(dim, blocks, heads, true, false), OptionalDouble.of(scale), false);
  }
}
