/// Search by vector.
@NullMarked
package io.github.imagebind4j.index;

import org.jspecify.annotations.NullMarked;
