/// Fills an index from files and keeps it true to them: walks, recognises, cuts, embeds, skips what
/// is unchanged, drops what is gone.
///
/// Stands above the front door [io.github.imagebind4j.ImageBind]; nothing else in this library uses
/// it.
@NullMarked
package io.github.imagebind4j.indexing;

import org.jspecify.annotations.NullMarked;
