/// What can be embedded: a text, or a media file of one of the senses, from a path, bytes or a
/// stream.
@NullMarked
package io.github.imagebind4j.input;

import org.jspecify.annotations.NullMarked;
