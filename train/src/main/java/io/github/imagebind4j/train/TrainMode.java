package io.github.imagebind4j.train;

/// What of a tower a stage trains.
public enum TrainMode {
  /// Nothing: its embeddings are computed once and kept.
  FROZEN,
  /// Nothing, but its inputs are varied and embedded anew in every step.
  FROZEN_VARIED,
  /// Everything.
  ALL,
  /// Its head only: a linear probe.
  HEAD,
  /// Low-rank adapters of its trunk's matrices, and its head.
  LORA
}
