/// An index seen as a whole: what is in it twice, which groups its items form, and how they lie to
/// one another on a plane.
///
/// All of it is deterministic: the same items and seed give the same result, whatever the order in
/// which the index names them and however many threads there are.
@NullMarked
package io.github.imagebind4j.explore;

import org.jspecify.annotations.NullMarked;
