package io.github.imagebind4j;

import io.github.imagebind4j.input.Input;

/// A piece of a recording, ready to be embedded.
///
/// Immutable and safe for use by any thread.
///
/// @param input its tensor
/// @param start where it begins, in seconds
/// @param end where it ends, in seconds
/// @param whole whether it is the whole recording, not cut
public record Segment(Input.Raw input, double start, double end, boolean whole) {}
