package io.github.imagebind4j.input;

import io.github.imagebind4j.error.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the bytes of a media file are: a path, or memory. Nothing is read from a path until it is
/// asked for, and never more than a stated limit.
///
/// Immutable and safe for use by any thread.
public final class MediaSource {
  /// The most that is read of a stream, and of a file that has to be in memory whole: 1 GiB.
  public static final long DEFAULT_LIMIT_BYTES = 1L << 30;

  private final String name;
  private final @Nullable Path path;
  private final byte @Nullable [] bytes;

  private MediaSource(String name, @Nullable Path path, byte @Nullable [] bytes) {
    this.name = name;
    this.path = path;
    this.bytes = bytes;
  }

  /// A file. It is not opened here: a missing file is an error when it is read.
  ///
  /// @param path the file
  /// @return the source, named as the path is written
  public static MediaSource of(Path path) {
    return new MediaSource(path.toString(), path, null);
  }

  /// Bytes in memory, without a copy: the caller must not write to them again.
  ///
  /// @param bytes the whole file
  /// @param name what messages and results call it, e.g. `upload-17.jpg`
  /// @return the source
  public static MediaSource of(byte[] bytes, String name) {
    return new MediaSource(name, null, bytes);
  }

  /// A stream, read to its end at once and closed by the caller.
  ///
  /// @param in the stream, read up to [#DEFAULT_LIMIT_BYTES]
  /// @param name what messages and results call it
  /// @return the source
  /// @throws MediaException if reading fails or the stream is longer than the limit
  public static MediaSource of(InputStream in, String name) {
    return new MediaSource(name, null, readUpTo(in, DEFAULT_LIMIT_BYTES, name));
  }

  /// What messages and results call this source.
  ///
  /// @return the path as given, or the name
  public String name() {
    return name;
  }

  /// The file behind this source.
  ///
  /// @return the path, or empty if the bytes are in memory
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /// How long the file is.
  ///
  /// @return its length in bytes
  /// @throws MediaException if there is no such file, or it can't be read
  public long size() {
    if (bytes != null) {
      return bytes.length;
    }
    try {
      return Files.size(regularFile());
    } catch (IOException e) {
      throw cantRead(e);
    }
  }

  /// The first bytes of the file, to recognise its kind by.
  ///
  /// @param count how many at most
  /// @return a fresh array, shorter if the file is
  /// @throws MediaException if the file can't be read
  public byte[] head(int count) {
    if (bytes != null) {
      return Arrays.copyOf(bytes, Math.min(count, bytes.length));
    }
    try (InputStream in = Files.newInputStream(regularFile())) {
      return in.readNBytes(count);
    } catch (IOException e) {
      throw cantRead(e);
    }
  }

  /// The whole file.
  ///
  /// @param limitBytes the most that is read
  /// @return the bytes; do not write to them
  /// @throws MediaException if the file is longer than the limit or can't be read
  public byte[] bytes(long limitBytes) {
    if (bytes != null) {
      if (bytes.length > limitBytes) {
        throw tooLong(name, limitBytes);
      }
      return bytes;
    }
    try (InputStream in = Files.newInputStream(regularFile())) {
      return readUpTo(in, limitBytes, name);
    } catch (IOException e) {
      throw cantRead(e);
    }
  }

  /// Opens the file for random access. The caller closes the channel.
  ///
  /// @return a read-only channel at position 0
  /// @throws MediaException if the file can't be opened
  public SeekableByteChannel open() {
    if (bytes != null) {
      return new ByteArrayChannel(bytes);
    }
    try {
      return FileChannel.open(regularFile(), StandardOpenOption.READ);
    } catch (IOException e) {
      throw cantRead(e);
    }
  }

  private Path regularFile() {
    Path file = Objects.requireNonNull(path);
    if (!Files.exists(file)) {
      throw new MediaException("no such file: " + name + "; check the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new MediaException(name + " is not a regular file; give the path of a media file");
    }
    return file;
  }

  private MediaException cantRead(IOException e) {
    String why = e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    return new MediaException(
        "can't read " + name + ": " + why + "; check the path and its permissions", e);
  }

  private static byte[] readUpTo(InputStream in, long limitBytes, String name) {
    int most = (int) Math.min(limitBytes, Integer.MAX_VALUE - 16);
    try {
      byte[] all = in.readNBytes(most);
      if (all.length == most && in.read() >= 0) {
        throw tooLong(name, most);
      }
      return all;
    } catch (IOException e) {
      throw new MediaException("can't read " + name + ": " + e.getMessage(), e);
    }
  }

  private static MediaException tooLong(String name, long limitBytes) {
    return new MediaException(
        name
            + " is longer than the limit of "
            + limitBytes
            + " bytes; shorten it or raise the limit");
  }

  @Override
  public String toString() {
    return "MediaSource[" + name + "]";
  }
}
