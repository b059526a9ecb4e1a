package io.github.imagebind4j.app;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// The unfinished part of a download: `NAME.part`, and `NAME.part.json` that says what it is a part
/// of. Locked against other processes while open.
final class PartFile implements AutoCloseable {

  /// What the bytes so far belong to.
  ///
  /// @param url where they came from
  /// @param validator the server's strong ETag or Last-Modified; empty if it gave neither
  /// @param total the whole file's size; -1 if the server did not say
  record Origin(URI url, String validator, long total) {
    /// Of bytes of which nothing is known.
    static final Origin UNKNOWN = new Origin(URI.create(""), "", -1);
  }

  private final Path target;
  private final Path file;
  private final Path sidecar;
  private final FileChannel channel;
  private Origin origin = Origin.UNKNOWN;

  private PartFile(Path target, Path file, Path sidecar, FileChannel channel) {
    this.target = target;
    this.file = file;
    this.sidecar = sidecar;
    this.channel = channel;
  }

  /// Opens or creates the part of a file-to-be.
  ///
  /// @throws CliException if another process is downloading the same file
  static PartFile open(Path target) throws IOException {
    Path file = target.resolveSibling(target.getFileName() + ".part");
    Path sidecar = target.resolveSibling(target.getFileName() + ".part.json");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it: the same answer.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw CliException.environment(
          "another process is downloading " + target + "; wait for it to finish");
    }
    PartFile part = new PartFile(target, file, sidecar, channel);
    part.origin = part.readSidecar();
    return part;
  }

  private Origin readSidecar() throws IOException {
    if (!Files.isRegularFile(sidecar) || Files.size(sidecar) > 1 << 16) {
      return Origin.UNKNOWN;
    }
    try {
      Map<String, Object> map = JSON.std.mapFrom(Files.readString(sidecar));
      return new Origin(
          URI.create(String.valueOf(map.get("url"))),
          String.valueOf(map.get("validator")),
          map.get("total") instanceof Number total ? total.longValue() : -1);
    } catch (JacksonException | IllegalArgumentException e) {
      return Origin.UNKNOWN; // A broken sidecar only means that the download starts over.
    }
  }

  Path file() {
    return file;
  }

  long size() throws IOException {
    return channel.size();
  }

  /// What the bytes so far belong to.
  Origin origin() {
    return origin;
  }

  /// Throws the bytes away and starts a part of another file.
  void restart(Origin newOrigin) throws IOException {
    Files.deleteIfExists(sidecar); // first, so that a crash in between can't mix old and new
    channel.truncate(0);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("url", newOrigin.url().toString());
    map.put("validator", newOrigin.validator());
    map.put("total", newOrigin.total());
    writeWhole(sidecar, map);
    origin = newOrigin;
  }

  void append(byte[] data, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(data, 0, count);
    long position = channel.size();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  /// The SHA-256 of all bytes so far.
  String sha256(LongConsumer progress) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    long position = 0;
    for (int n; (n = channel.read(buffer, position)) > 0; position += n) {
      digest.update(buffer.flip());
      buffer.clear();
      progress.accept(position + n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The first bytes.
  byte[] head(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, channel.size()));
    channel.read(buffer, 0);
    return buffer.array();
  }

  /// Makes the part the finished file, in one step.
  void finish() throws IOException {
    channel.force(true);
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(sidecar);
  }

  /// Deletes the part.
  void discard() throws IOException {
    Files.deleteIfExists(sidecar);
    Files.deleteIfExists(file);
  }

  /// Writes a small JSON file so that it is there whole or not at all.
  static void writeWhole(Path file, Map<String, Object> content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        fresh, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(content) + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Releases the lock. An unfinished part stays for the next try, an empty one does not.
  @Override
  public void close() throws IOException {
    if (channel.size() == 0) {
      discard();
    }
    channel.close();
  }
}
