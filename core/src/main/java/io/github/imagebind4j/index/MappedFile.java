package io.github.imagebind4j.index;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file mapped into memory for reading.
///
/// Reading beyond the end of a file that was cut short after it was mapped ends the process: the
/// JVM survives that in its own loads, but not in SIMD instructions nor in checksums. So the file
/// stays open, and whoever is about to read asks how long it is.
///
/// @param file kept open; not a channel, which an interrupt of any thread that asks would close
/// @param arena of the mapping
/// @param memory all of the file
record MappedFile(RandomAccessFile file, Arena arena, MemorySegment memory) implements Backing {
  /// Maps a file.
  // The file and the arena outlive this method on purpose: the mapping's owner closes them.
  @SuppressWarnings("MustBeClosedChecker")
  static MappedFile open(Path path) throws IOException {
    RandomAccessFile file = openFile(path);
    Arena arena = Arena.ofShared();
    try {
      FileChannel channel = file.getChannel();
      return new MappedFile(
          file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      file.close();
      throw e;
    }
  }

  private static RandomAccessFile openFile(Path path) throws IOException {
    try {
      return new RandomAccessFile(path.toFile(), "r");
    } catch (FileNotFoundException e) { // or one that may not be read
      if (Files.notExists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      throw e;
    }
  }

  @Override
  public void requireThere(String source) {
    long length;
    try {
      length = file.length();
    } catch (IOException e) {
      throw Damage.in(source, "its length can't be read: " + e, e);
    }
    if (length < memory.byteSize()) {
      throw Damage.in(source, "it was cut short to " + length + " bytes of " + memory.byteSize());
    }
  }

  @Override
  public void free() {
    arena.close();
    try {
      file.close();
    } catch (IOException e) {
      // Nothing was written, so nothing is lost.
    }
  }
}
