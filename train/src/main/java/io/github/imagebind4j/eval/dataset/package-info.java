/// What is evaluated on: items with labels and partners, read from the usual datasets' folders as
/// they are published, or from a plain list.
///
/// Where each layout is documented stands at its reader. Nothing here opens a media file; that
/// happens when an item is embedded.
@NullMarked
package io.github.imagebind4j.eval.dataset;

import org.jspecify.annotations.NullMarked;
