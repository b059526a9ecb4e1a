package io.github.imagebind4j.train.nn;

/// What one step tells.
///
/// @param loss symmetric InfoNCE, mean of both ways, before the update
/// @param found share of left items whose most similar right item in the batch is of their group
/// @param gradientNorm length of all gradients together, before clipping
/// @param scale what similarities were multiplied by: 1 / temperature
public record StepResult(double loss, double found, double gradientNorm, double scale) {}
