/// What the project's web pages share: one style for light and dark screens, safe text, and
/// drawings of what the senses hold. A page needs nothing but itself: no network, no scripts, no
/// files.
@NullMarked
package io.github.imagebind4j.page;

import org.jspecify.annotations.NullMarked;
