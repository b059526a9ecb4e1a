package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;

/// One result of a search.
///
/// Immutable and safe for use by any thread.
///
/// @param id what the embedding was added as
/// @param modality the sense it came from
/// @param score its cosine to the query, -1 to 1
/// @param fields what is known of it
public record Hit(String id, Modality modality, double score, Fields fields) {}
