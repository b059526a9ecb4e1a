/// The CLIP byte-pair tokenizer, with the reference's text cleaning.
@NullMarked
package io.github.imagebind4j.tokenizer;

import org.jspecify.annotations.NullMarked;
