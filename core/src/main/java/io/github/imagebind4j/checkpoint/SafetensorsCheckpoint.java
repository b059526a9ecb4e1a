package io.github.imagebind4j.checkpoint;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An open safetensors file.
///
/// Source: the format's description and reference implementation, huggingface/safetensors.
final class SafetensorsCheckpoint implements Checkpoint {
  private final MappedFile file;
  private final TensorTable tensors;
  private final Map<String, String> metadata;

  SafetensorsCheckpoint(MappedFile file) {
    this.file = file;
    SafetensorsHeader header = SafetensorsHeader.read(file);
    this.metadata = header.metadata();
    LinkedHashMap<String, StoredTensor> table = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      MemorySegment data = file.slice(header.dataAt() + entry.begin(), entry.end() - entry.begin());
      table.put(
          entry.name(),
          new StoredTensor(
              entry.name(), entry.dtype(), entry.shape(), new MappedValues(file, data)));
    }
    this.tensors = new TensorTable(file, table);
  }

  @Override
  public SequencedSet<String> names() {
    return tensors.names();
  }

  @Override
  public StoredTensor tensor(String name) {
    return tensors.get(name);
  }

  @Override
  public <T extends @Nullable Object> T visit(
      String name, Function<? super StoredTensor, ? extends T> use) {
    return tensors.get(name).lend(use);
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public void close() {
    file.close();
  }
}
