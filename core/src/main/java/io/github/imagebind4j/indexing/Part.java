package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.input.Input;

/// What one item is to be made of.
///
/// @param run the file's way through the pipeline
/// @param id of the item
/// @param fields of the item
/// @param input what is embedded
/// @param main whether it is of the file's main track; if one of another fails, the file still
///   counts as indexed
record Part(FileRun run, String id, Fields fields, Input input, boolean main) {}
