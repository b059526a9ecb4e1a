package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.MediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Appends to a cache, alone among all processes. Safe for use by any thread.
final class CacheWriter implements AutoCloseable {
  private static final int FLUSH_RECORDS = 512;
  private static final long FLUSH_BYTES = 64L << 20;
  private static final int ALIGNMENT = 64;

  private final Path folder;
  private final FileChannel lockFile;
  private final FileChannel data;
  private final FileChannel records;
  private final CacheIndex index;
  private final List<CacheIndex.Entry> waiting = new ArrayList<>();
  private long waitingBytes;
  private long dataEnd;
  private long indexEnd;

  private CacheWriter(
      Path folder, FileChannel lockFile, FileChannel data, FileChannel records, CacheIndex index) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.data = data;
    this.records = records;
    this.index = index;
    this.dataEnd = index.dataEnd();
    this.indexEnd = index.indexEnd();
  }

  static CacheWriter open(Path folder) throws IOException {
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(lockFile) == null) {
        throw new MediaException(
            "the cache "
                + folder
                + " is being filled by another process; wait for it, or use another folder");
      }
      FileChannel data = append(folder.resolve(DecodedCache.DATA));
      FileChannel records = append(folder.resolve(DecodedCache.INDEX));
      CacheIndex index = CacheIndex.read(folder.resolve(DecodedCache.INDEX), data.size());
      return new CacheWriter(folder, lockFile, data, records, index);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /// Whether this file is known under its name, or under another one with the same content; then it
  /// need not be decoded.
  synchronized boolean knows(CacheIndex.Key source, CacheIndex.@Nullable Key content) {
    if (index.bySource(source) != null) {
      return true;
    }
    CacheIndex.Entry same = content == null ? null : index.byContent(content);
    if (same != null) {
      remember(same.withSource(source));
      return true;
    }
    return false;
  }

  synchronized void append(CacheIndex.Key source, CacheIndex.Key content, CachedMedia media) {
    if (knows(source, content)) {
      return;
    }
    long offset = (dataEnd + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes = media.data().asByteBuffer();
    long length = bytes.remaining();
    try {
      writeFully(data, bytes, offset);
    } catch (IOException e) {
      throw cantWrite(e);
    }
    dataEnd = offset + length;
    waitingBytes += length;
    PictureFit fit = media.fit();
    remember(
        new CacheIndex.Entry(
            source,
            content,
            media.kind(),
            media.dims(),
            fit == null ? 0 : fit.sourceWidth(),
            fit == null ? 0 : fit.sourceHeight(),
            media.extra(),
            offset));
  }

  private void remember(CacheIndex.Entry entry) {
    index.put(entry);
    waiting.add(entry);
    if (waiting.size() >= FLUSH_RECORDS || waitingBytes >= FLUSH_BYTES) {
      try {
        flush();
      } catch (IOException e) {
        throw cantWrite(e);
      }
    }
  }

  /// Data first, then the records that speak of it.
  private void flush() throws IOException {
    data.force(false);
    for (CacheIndex.Entry entry : waiting) {
      ByteBuffer bytes = CacheIndex.bytes(entry);
      long length = bytes.remaining();
      writeFully(records, bytes, indexEnd);
      indexEnd += length;
    }
    records.force(false);
    waiting.clear();
    waitingBytes = 0;
  }

  private static void writeFully(FileChannel to, ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += to.write(bytes, place);
    }
  }

  private MediaException cantWrite(IOException e) {
    return new MediaException(
        "can't write the cache " + folder + ": " + e + "; check its rights and free space", e);
  }

  @Override
  public synchronized void close() {
    try (lockFile;
        data;
        records) {
      flush();
      // What a torn record left behind would hide the records after it.
      records.truncate(indexEnd);
    } catch (IOException e) {
      throw cantWrite(e);
    }
  }
}
