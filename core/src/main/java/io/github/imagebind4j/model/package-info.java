/// The encoders: patch embed, trunk, head, postprocessing.
@NullMarked
package io.github.imagebind4j.model;

import org.jspecify.annotations.NullMarked;
