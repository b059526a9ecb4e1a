/// Plain Java arrays with a shape: what preprocessing hands to the model and the model hands back.
/// Nothing here touches native memory.
@NullMarked
package io.github.imagebind4j.array;

import org.jspecify.annotations.NullMarked;
