package io.github.imagebind4j.index;

/// A result whose score can be compared with those of other modalities.
///
/// Immutable and safe for use by any thread.
///
/// @param hit the item, and its cosine to the query
/// @param score that cosine in terms of what is usual between this query and the item's modality: 0
///   is the mean, 1 what the best hundredth usually has
/// @param background what is usual
public record FairHit(Hit hit, double score, Background background) {}
