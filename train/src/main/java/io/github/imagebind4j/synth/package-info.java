/// A rendered world: scenes whose picture, depth, heat, sound, motion and caption are true to one
/// another.
@NullMarked
package io.github.imagebind4j.synth;

import org.jspecify.annotations.NullMarked;
