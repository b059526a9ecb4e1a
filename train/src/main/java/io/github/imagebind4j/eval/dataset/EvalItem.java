package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.input.Modality;
import java.util.List;

/// One thing of a dataset in one modality.
///
/// Immutable and safe for use by any thread.
///
/// @param id what results call it, unique within its set and modality
/// @param modality the sense that embeds it
/// @param input makes what is embedded
/// @param labels the places of its classes in the set's list; empty if it has none
/// @param pair items of different modalities with the same one show the same moment, or are a thing
///   and its caption; empty if it has no such partner
public record EvalItem(
    String id, Modality modality, LazyInput input, List<Integer> labels, String pair) {

  /// Copies.
  public EvalItem {
    labels = List.copyOf(labels);
  }
}
