package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.input.Modality;

/// Two senses that a training brings together.
///
/// Immutable and safe for use by any thread.
///
/// @param left usually vision, whose embeddings have no scale
/// @param right the sense that is bound to it; its logit scale multiplies the similarities
/// @param sameGroup what pairs of the same group are to one another
public record Pairing(Modality left, Modality right, SameGroup sameGroup) {
  String scaleName() {
    return "modality_postprocessors." + right + ".1.log_logit_scale";
  }
}
