/// Decoded media to the tensors that the encoders take, number for number as the reference does it.
@NullMarked
package io.github.imagebind4j.preprocess;

import org.jspecify.annotations.NullMarked;
