/// The small model that comes in this jar, and how it becomes a file that can be opened.
@NullMarked
package io.github.imagebind4j.mini;

import org.jspecify.annotations.NullMarked;
