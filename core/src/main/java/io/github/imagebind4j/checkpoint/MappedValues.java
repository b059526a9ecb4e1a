package io.github.imagebind4j.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Values that lie row-major in the mapped file.
///
/// @param data their part of it
record MappedValues(MappedFile file, MemorySegment data) implements TensorValues {

  @Override
  public MemorySegment get() {
    TensorTable.requireOpen(file);
    return data;
  }

  @Override
  public <T extends @Nullable Object> T lend(Function<MemorySegment, ? extends T> use) {
    try {
      return use.apply(get());
    } finally {
      file.letGo(data);
    }
  }
}
