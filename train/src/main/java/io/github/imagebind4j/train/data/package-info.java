/// Pairs of two senses as training sees them: manifests, shards, the cache of decoded media, the
/// paper's augmentations, and batches that a seed and a step decide.
@NullMarked
package io.github.imagebind4j.train.data;

import org.jspecify.annotations.NullMarked;
