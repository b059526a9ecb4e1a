package io.github.imagebind4j.index;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/// Collects what goes into a file one piece after another, and its checksum.
///
/// For use by one thread.
final class CheckedOutput implements AutoCloseable {
  private static final long BUFFER_BYTES = 1 << 20;

  private final Arena arena = Arena.ofConfined();
  private final Disk.Output out;
  private final MemorySegment buffer;
  private CRC32C crc = new CRC32C();
  private long written;
  private long buffered;

  /// @param position in the file where to begin
  /// @param largest piece that will be reserved at once
  CheckedOutput(Disk.Output out, long position, long largest) {
    this.out = out;
    written = position;
    buffer = arena.allocate(Math.max(BUFFER_BYTES, largest), Long.BYTES);
  }

  /// Where the next piece goes in the file.
  long position() {
    return written + buffered;
  }

  /// What [#reserve(long)] finds room in.
  MemorySegment buffer() {
    return buffer;
  }

  /// Makes room for a piece.
  ///
  /// @return where to put it in the buffer before anything else is asked for
  long reserve(long bytes) throws IOException {
    if (buffered + bytes > buffer.byteSize()) {
      flush();
    }
    buffered += bytes;
    return buffered - bytes;
  }

  void putByte(int value) throws IOException {
    buffer.set(ValueLayout.JAVA_BYTE, reserve(1), (byte) value);
  }

  void putLong(long value) throws IOException {
    buffer.set(LittleEndian.LONG, reserve(Long.BYTES), value);
  }

  void put(MemorySegment piece) throws IOException {
    for (long at = 0; at < piece.byteSize(); ) {
      long part = Math.min(piece.byteSize() - at, BUFFER_BYTES);
      MemorySegment.copy(piece, at, buffer, reserve(part), part);
      at += part;
    }
  }

  /// Ends a part that has a checksum of its own.
  ///
  /// @return CRC-32C of what was put since the last end
  int endOfPart() throws IOException {
    flush();
    int value = (int) crc.getValue();
    crc = new CRC32C();
    return value;
  }

  private void flush() throws IOException {
    MemorySegment part = buffer.asSlice(0, buffered);
    crc.update(part.asByteBuffer());
    out.write(part.asByteBuffer(), written);
    written += buffered;
    buffered = 0;
  }

  /// Frees the buffer; what was not flushed is lost, and the file stays open.
  @Override
  public void close() {
    arena.close();
  }
}
