/// Evaluation on embeddings: zero-shot classification, retrieval, few-shot probes, the modality gap
/// and what emerged, with readers for the usual datasets' layouts.
@NullMarked
package io.github.imagebind4j.eval;

import org.jspecify.annotations.NullMarked;
