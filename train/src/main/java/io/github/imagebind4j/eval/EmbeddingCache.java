package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Embeddings in a file, so that a second evaluation, or one that goes on after a kill, does not
/// embed again.
///
/// The file only grows: a record is a key of 32 bytes, the dimension, a checksum and the vector,
/// little endian. What a killed process left half-written at the end is cut off at the next
/// opening. One file may hold vectors of any number of models, for the model is part of the key.
/// Only one process may have it open.
///
/// Safe for use by any thread; close it once.
public final class EmbeddingCache implements AutoCloseable {
  private static final long MAGIC = 0x3142_4d45_4a34_4249L; // "IB4JEMB1"
  private static final int KEY = 32;
  private static final int HEAD = KEY + 8;
  private static final int MOST_DIMENSIONS = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, Long> places = new HashMap<>();
  private long end;

  private EmbeddingCache(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Opens or creates a cache.
  ///
  /// @param file its file; its folder is created
  /// @return the open cache
  /// @throws InputException if the file is none of ours, is open elsewhere, or can't be written
  public static EmbeddingCache open(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        lock(file, channel);
        EmbeddingCache cache = new EmbeddingCache(file, channel);
        cache.scan();
        return cache;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    boolean locked;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false; // another part of this process has it: the same answer
    }
    if (!locked) {
      throw new InputException(
          file + " is in use by another evaluation; wait for it, or name another cache");
    }
  }

  /// Finds all whole records, and cuts off what follows the last of them.
  private void scan() throws IOException {
    if (channel.size() == 0) {
      ByteBuffer magic = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC);
      write(magic.flip(), 0);
    }
    ByteBuffer magic = read(0, 8);
    if (magic.remaining() < 8 || magic.getLong() != MAGIC) {
      throw new InputException(
          file + " is no cache of embeddings; delete it, or name another file");
    }
    end = 8;
    for (long next = recordAt(end); next > 0; next = recordAt(end)) {
      end = next;
    }
    channel.truncate(end);
  }

  /// Notes a record.
  ///
  /// @return where the next one begins, or -1 if this one is not whole
  private long recordAt(long at) throws IOException {
    ByteBuffer head = read(at, HEAD);
    if (head.remaining() < HEAD) {
      return -1;
    }
    byte[] key = new byte[KEY];
    head.get(key);
    int dimension = head.getInt();
    int sum = head.getInt();
    if (dimension < 1
        || dimension > MOST_DIMENSIONS
        || at + HEAD + 4L * dimension > channel.size()) {
      return -1;
    }
    ByteBuffer values = read(at + HEAD, 4 * dimension);
    if (checksum(key, values) != sum) {
      return -1;
    }
    places.put(HexFormat.of().formatHex(key), at);
    return at + HEAD + 4L * dimension;
  }

  /// How many vectors it holds.
  ///
  /// @return the number
  public synchronized int size() {
    return places.size();
  }

  /// Looks up a vector.
  ///
  /// @param key 64 hexadecimal digits
  /// @return the vector, or empty if there is none
  synchronized Optional<float[]> get(String key) {
    Long at = places.get(key);
    if (at == null) {
      return Optional.empty();
    }
    try {
      int dimension = read(at + KEY, 4).getInt();
      float[] vector = new float[dimension];
      read(at + HEAD, 4 * dimension).asFloatBuffer().get(vector);
      return Optional.of(vector);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// Keeps a vector; what is there already stays.
  ///
  /// @param key 64 hexadecimal digits
  synchronized void put(String key, float[] vector) {
    if (places.containsKey(key)) {
      return;
    }
    byte[] bytes = HexFormat.of().parseHex(key);
    ByteBuffer record =
        ByteBuffer.allocate(HEAD + 4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    record.position(HEAD);
    for (float x : vector) {
      record.putFloat(x);
    }
    int sum = checksum(bytes, record.duplicate().position(HEAD).limit(record.capacity()));
    record.position(0);
    record.put(bytes).putInt(vector.length).putInt(sum).position(0);
    try {
      write(record, end);
    } catch (IOException e) {
      throw failed(file, e);
    }
    places.put(key, end);
    end += record.capacity();
  }

  private static int checksum(byte[] key, ByteBuffer values) {
    CRC32 crc = new CRC32();
    crc.update(key);
    crc.update(values.duplicate());
    return (int) crc.getValue();
  }

  private ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // until full, or at the end of the file
    }
    return buffer.flip();
  }

  private void write(ByteBuffer buffer, long at) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
  }

  private static InputException failed(Path file, IOException e) {
    return new InputException(
        "can't use the cache " + file + ": " + e + "; check the disk, or name another file", e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }
}
