package io.github.imagebind4j.train.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What is in a cache's data file: records of one length, each with its own checksum, appended only
/// after the data they speak of is on disk. A torn or damaged tail is left out on reading and
/// overwritten by the next writer. One thread.
final class CacheIndex {
  private static final int RECORD_BYTES = 88;
  private static final int MAX_RECORDS = 1 << 27;

  /// 128 bits of a SHA-256.
  record Key(long high, long low) {}

  /// One record.
  ///
  /// @param source the file as the disk tells it: path, length, time of change, and how it is read
  /// @param content the file's bytes, and how it is read
  /// @param kind the form of the stored media
  /// @param dims its axes
  /// @param sourceWidth of a picture as it was decoded; 0 for other kinds
  /// @param sourceHeight of a picture as it was decoded; 0 for other kinds
  /// @param extra see [CachedMedia]
  /// @param offset where in the data file
  record Entry(
      Key source,
      Key content,
      CachedMedia.Kind kind,
      int[] dims,
      int sourceWidth,
      int sourceHeight,
      double extra,
      long offset) {
    long bytes() {
      return kind.bytes(dims);
    }

    Entry withSource(Key other) {
      return new Entry(other, content, kind, dims, sourceWidth, sourceHeight, extra, offset);
    }
  }

  private final Map<Key, Entry> bySource = new HashMap<>();
  private final Map<Key, Entry> byContent = new HashMap<>();
  private long dataEnd;
  private long indexEnd;

  /// Reads an index.
  ///
  /// @param file the index; it may be absent
  /// @param dataLength the data file's length: records that reach beyond are not believed
  static CacheIndex read(Path file, long dataLength) throws IOException {
    CacheIndex index = new CacheIndex();
    if (!Files.exists(file)) {
      return index;
    }
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = buffer(RECORD_BYTES * 1024);
      while (index.indexEnd < (long) MAX_RECORDS * RECORD_BYTES) {
        chunk.clear();
        while (chunk.hasRemaining() && in.read(chunk, index.indexEnd + chunk.position()) > 0) {}
        chunk.flip();
        int whole = chunk.remaining() / RECORD_BYTES;
        if (whole == 0) {
          return index;
        }
        for (int i = 0; i < whole; i++) {
          Entry entry = parse(chunk.slice(i * RECORD_BYTES, RECORD_BYTES), dataLength);
          if (entry == null) {
            return index;
          }
          index.put(entry);
          index.indexEnd += RECORD_BYTES;
        }
      }
    }
    return index;
  }

  void put(Entry entry) {
    bySource.put(entry.source, entry);
    byContent.putIfAbsent(entry.content, entry);
    dataEnd = Math.max(dataEnd, entry.offset + entry.bytes());
  }

  @Nullable Entry bySource(Key key) {
    return bySource.get(key);
  }

  @Nullable Entry byContent(Key key) {
    return byContent.get(key);
  }

  /// Where the data that records speak of ends.
  long dataEnd() {
    return dataEnd;
  }

  /// Where the sound records end in the index file, as it was read.
  long indexEnd() {
    return indexEnd;
  }

  /// A record as bytes.
  static ByteBuffer bytes(Entry entry) {
    ByteBuffer out = buffer(RECORD_BYTES);
    out.putLong(entry.source.high).putLong(entry.source.low);
    out.putLong(entry.content.high).putLong(entry.content.low);
    out.putLong(entry.offset).putDouble(entry.extra);
    out.putInt(entry.kind.code).putInt(entry.dims.length);
    for (int i = 0; i < 4; i++) {
      out.putInt(i < entry.dims.length ? entry.dims[i] : 0);
    }
    out.putInt(entry.sourceWidth).putInt(entry.sourceHeight).putInt(0);
    out.putInt(checksum(out));
    out.flip();
    return out;
  }

  private static @Nullable Entry parse(ByteBuffer slice, long dataLength) {
    ByteBuffer in = slice.order(ByteOrder.LITTLE_ENDIAN);
    Key source = new Key(in.getLong(), in.getLong());
    Key content = new Key(in.getLong(), in.getLong());
    long offset = in.getLong();
    double extra = in.getDouble();
    CachedMedia.Kind kind = CachedMedia.Kind.ofCode(in.getInt());
    int rank = in.getInt();
    int[] four = {in.getInt(), in.getInt(), in.getInt(), in.getInt()};
    int sourceWidth = in.getInt();
    int sourceHeight = in.getInt();
    in.getInt();
    if (in.getInt() != checksum(in) || kind == null) {
      return null;
    }
    if (rank < 1 || rank > kind.maxRank) {
      return null;
    }
    int[] dims = java.util.Arrays.copyOf(four, rank);
    long bytes = kind.bytes(dims);
    if (bytes < 0 || offset < 0 || offset > dataLength - bytes || !Double.isFinite(extra)) {
      return null;
    }
    if (kind.isPicture() && (sourceWidth < 1 || sourceHeight < 1)) {
      return null;
    }
    return new Entry(source, content, kind, dims, sourceWidth, sourceHeight, extra, offset);
  }

  private static int checksum(ByteBuffer record) {
    CRC32C crc = new CRC32C();
    crc.update(record.duplicate().clear().limit(RECORD_BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }

  private static ByteBuffer buffer(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
