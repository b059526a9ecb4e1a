package io.github.imagebind4j.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a tensor's values come from.
///
/// Implementations are safe for use by any thread.
interface TensorValues {
  /// The values, usable until the file is closed.
  MemorySegment get();

  /// Hands the values to `use`, and lets go of the memory that they took when it returns.
  <T extends @Nullable Object> T lend(Function<MemorySegment, ? extends T> use);
}
