package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import java.util.List;

/// Some items' evaluation views.
///
/// Immutable and safe for use by any thread.
///
/// @param first the place of the first one in the loader's list
/// @param values `[B, …]`; of sounds `[B, clips, 1, bands, frames]`
/// @param items in the order of `values`
public record ItemBatch(int first, FloatArray values, List<Item> items) {}
