package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where an item's media is. Nothing is opened before it is asked for.
///
/// Immutable and safe for use by any thread.
public sealed interface MediaLocation {

  /// A whole file.
  ///
  /// @param path the file
  record WholeFile(Path path) implements MediaLocation {}

  /// A part of a file, as the members of an uncompressed tar are.
  ///
  /// @param path the file
  /// @param offset where the part begins, in bytes
  /// @param size its length in bytes
  /// @param name what messages call it
  record Slice(Path path, long offset, long size, String name) implements MediaLocation {}

  /// No file: the item is its captions.
  record None() implements MediaLocation {}

  /// What messages call this place.
  ///
  /// @return the path, or the shard's path and the member's name; empty for [None]
  default String name() {
    return switch (this) {
      case WholeFile(Path path) -> path.toString();
      case Slice slice -> slice.path() + "!" + slice.name();
      case None() -> "";
    };
  }

  /// The media's bytes, for a decoder. A slice is read into memory here, a whole file only when it
  /// is decoded.
  ///
  /// @return the source
  /// @throws MediaException if a slice can't be read or is longer than
  ///   [MediaSource#DEFAULT_LIMIT_BYTES], or there is no file
  default MediaSource open() {
    return switch (this) {
      case WholeFile(Path path) -> MediaSource.of(path);
      case Slice slice -> MediaSource.of(read(slice), slice.name());
      case None() -> throw new MediaException("this item is text alone, it has no file to decode");
    };
  }

  private static byte[] read(Slice slice) {
    if (slice.size() > MediaSource.DEFAULT_LIMIT_BYTES) {
      throw new MediaException(
          slice.path()
              + "!"
              + slice.name()
              + " has "
              + slice.size()
              + " bytes, more than the limit of "
              + MediaSource.DEFAULT_LIMIT_BYTES
              + "; split it");
    }
    try (FileChannel channel = FileChannel.open(slice.path(), StandardOpenOption.READ)) {
      // Before the allocation: the size is a claim, the file's length a fact.
      if (slice.offset() > channel.size() - slice.size()) {
        throw new MediaException(
            slice.path() + " ends within its member " + slice.name() + "; get the whole file");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) slice.size());
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, slice.offset() + bytes.position()) < 0) {
          throw new MediaException(
              slice.path() + " became shorter while it was read; don't change it in training");
        }
      }
      return bytes.array();
    } catch (IOException e) {
      throw new MediaException(
          "can't read " + slice.path() + ": " + e + "; check the path and its permissions", e);
    }
  }
}
