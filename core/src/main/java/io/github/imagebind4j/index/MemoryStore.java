package io.github.imagebind4j.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Segments in the process's own memory, which the garbage collector frees: an index in memory
/// needs no closing.
final class MemoryStore implements Store {
  private long next = 1;

  @Override
  public Segment write(Rows rows) throws IOException {
    SegmentWriter writer = new SegmentWriter(rows);
    MemorySegment memory = Arena.ofAuto().allocate(writer.layout().length(), 64);
    writer.write(new MemoryOutput(memory));
    return new Segment(next++, "segment in memory", new Collected(memory));
  }

  /// Memory that the garbage collector frees.
  ///
  /// @param memory all of it
  private record Collected(MemorySegment memory) implements Backing {
    @Override
    public void requireThere(String source) {}

    @Override
    public void free() {}
  }

  /// Writes to memory.
  ///
  /// @param memory as large as is needed
  private record MemoryOutput(MemorySegment memory) implements Disk.Output {
    @Override
    public void write(ByteBuffer bytes, long position) {
      MemorySegment piece = MemorySegment.ofBuffer(bytes);
      MemorySegment.copy(piece, 0, memory, position, piece.byteSize());
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
  }

  @Override
  public void commit(@Nullable IndexSpace space, List<Part> parts) {}

  @Override
  public String name() {
    return "the index in memory";
  }

  @Override
  public void close() {}
}
