package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/// A file mapped read-only into memory, with reads that check their bounds. Owns the arena that all
/// tensors of the file live in.
///
/// Safe for use by any thread.
final class MappedFile implements AutoCloseable {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int QUOTED = 120;

  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;

  private MappedFile(Path path, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
  }

  // The arena outlives this method on purpose: close() closes it.
  @SuppressWarnings("MustBeClosedChecker")
  static MappedFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new CheckpointException(
          path + " is a folder; name the checkpoint file (.pth or .safetensors) in it");
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asReadOnly();
      return new MappedFile(path, arena, bytes);
    } catch (NoSuchFileException e) {
      arena.close();
      throw new CheckpointException("there is no checkpoint " + path + "; check the path", e);
    } catch (IOException | UnsupportedOperationException e) {
      arena.close();
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "can't read the checkpoint %s: %s; it must be an ordinary file that you may read",
              path,
              e),
          e);
    }
  }

  Path path() {
    return path;
  }

  Arena arena() {
    return arena;
  }

  long size() {
    return bytes.byteSize();
  }

  boolean isOpen() {
    return arena.scope().isAlive();
  }

  /// A part of the file.
  ///
  /// @throws CheckpointException if it reaches outside
  MemorySegment slice(long at, long length) {
    // Written so that no sum overflows.
    if (at < 0 || length < 0 || at > size() || length > size() - at) {
      throw damaged(
          String.format(
              Locale.ROOT,
              "%d bytes at offset %s are needed, but it has %d bytes",
              length,
              Long.toUnsignedString(at),
              size()));
    }
    return bytes.asSlice(at, length);
  }

  /// Takes pages out of this process's resident memory; they stay in the system's page cache and
  /// are mapped anew when touched.
  void letGo(MemorySegment part) {
    if (isOpen() && part.byteSize() > 0) {
      part.unload();
    }
  }

  /// The same for the whole file: what was read to find the tensors.
  void letGo() {
    letGo(bytes);
  }

  int u8(long at) {
    return Byte.toUnsignedInt(slice(at, Byte.BYTES).get(ValueLayout.JAVA_BYTE, 0));
  }

  int u16(long at) {
    return Short.toUnsignedInt(slice(at, Short.BYTES).get(SHORT, 0));
  }

  long u32(long at) {
    return Integer.toUnsignedLong(slice(at, Integer.BYTES).get(INT, 0));
  }

  long i64(long at) {
    return slice(at, Long.BYTES).get(LONG, 0);
  }

  /// Text of a length that the caller has bounded.
  String utf8(long at, int length) {
    return new String(slice(at, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  /// The file is not what its format demands.
  CheckpointException damaged(String found) {
    return new CheckpointException(
        path + " is damaged or incomplete: " + found + "; get it again from its source");
  }

  /// The file is not what its format demands, as an exception of some library says.
  CheckpointException damaged(String found, Exception cause) {
    return new CheckpointException(
        path + " is damaged or incomplete: " + found + "; get it again from its source", cause);
  }

  /// The file is in order, but not to be read.
  CheckpointException refused(String found, String fix) {
    return new CheckpointException(path + " " + found + "; " + fix);
  }

  /// Text from the file, made fit for an error message.
  static String quote(String text) {
    String part = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    return part.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
