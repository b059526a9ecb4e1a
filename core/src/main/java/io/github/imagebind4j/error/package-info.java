/// The one family of exceptions that ImageBind4J throws. Each message says what is wrong, what was
/// found and how to mend it.
@NullMarked
package io.github.imagebind4j.error;

import org.jspecify.annotations.NullMarked;
