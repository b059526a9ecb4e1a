/// Points in the shared space, and what can be done with them: compare, rank, add and subtract.
@NullMarked
package io.github.imagebind4j.embedding;

import org.jspecify.annotations.NullMarked;
