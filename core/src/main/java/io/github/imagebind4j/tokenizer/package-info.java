/// The CLIP byte-pair tokenizer, with the reference's text cleaning.
///
/// A text passes through `TextCleaner` (for each segment `SegmentFixer`, a port of ftfy 6.3.1: HTML
/// references, mojibake, characters, normalisation; then HTML twice, white space, lower case),
/// `PretokenScanner` (the pattern) and `BpeMerger` (the byte pairs of `Vocabulary`).
@NullMarked
package io.github.imagebind4j.tokenizer;

import org.jspecify.annotations.NullMarked;
