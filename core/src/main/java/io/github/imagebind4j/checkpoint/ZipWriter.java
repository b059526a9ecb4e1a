package io.github.imagebind4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// Writes a zip archive of stored entries, each of whose bytes begin at a multiple of 64, with the
/// 64-bit extensions where a number needs them.
///
/// Source: PKWARE's APPNOTE.TXT 6.3; the padding field is PyTorch's.
///
/// Serves one file, on one thread.
final class ZipWriter {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_SIZE = 30;
  private static final int CHECKSUM_AT = 14;
  private static final int EXTRA_HEADER = 4;
  private static final int PADDING_EXTRA = 'F' | 'B' << 8;
  private static final int ZIP64_EXTRA = 1;
  private static final int UTF8_NAMES = 0x0800;
  private static final int ZIP64_VERSION = 45;
  // 1 January 1980: the same weights give the same file.
  private static final int DATE = 0x21;
  private static final long LIMIT32 = 0xffff_ffffL;
  private static final int LIMIT16 = 0xffff;

  private final FileChannel out;
  private final List<Entry> entries = new ArrayList<>();

  /// Writes an entry's bytes at the file's position.
  @FunctionalInterface
  interface Body {
    /// @return the CRC-32 of what was written
    long write() throws IOException;
  }

  private record Entry(String name, long at, long size, long checksum) {}

  ZipWriter(FileChannel out) {
    this.out = out;
  }

  void add(String name, ByteBuffer bytes) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.duplicate());
    add(
        name,
        bytes.remaining(),
        () -> {
          writeAll(bytes);
          return checksum.getValue();
        });
  }

  void add(String name, long size, Body body) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    long at = out.position();
    boolean wide = size >= LIMIT32;
    int wideExtra = wide ? EXTRA_HEADER + 2 * Long.BYTES : 0;
    long unpadded = at + LOCAL_SIZE + utf8.length + wideExtra + EXTRA_HEADER;
    int padding = (int) Math.floorMod(-unpadded, (long) ALIGNMENT);
    ByteBuffer header = buffer(LOCAL_SIZE + utf8.length + wideExtra + EXTRA_HEADER + padding);
    header.putInt(0x04034b50).putShort((short) ZIP64_VERSION).putShort((short) UTF8_NAMES);
    // Stored; time and date; a checksum that is filled in when it is known.
    header.putShort((short) 0).putShort((short) 0).putShort((short) DATE).putInt(0);
    int size32 = (int) Math.min(size, LIMIT32);
    header.putInt(size32).putInt(size32);
    header.putShort((short) utf8.length);
    header.putShort((short) (wideExtra + EXTRA_HEADER + padding)).put(utf8);
    if (wide) {
      header.putShort((short) ZIP64_EXTRA).putShort((short) (2 * Long.BYTES));
      header.putLong(size).putLong(size);
    }
    header.putShort((short) PADDING_EXTRA).putShort((short) padding);
    while (header.hasRemaining()) {
      header.put((byte) 'Z');
    }
    writeAll(header.flip());
    long checksum = body.write();
    ByteBuffer late = buffer(Integer.BYTES).putInt((int) checksum).flip();
    out.write(late, at + CHECKSUM_AT);
    entries.add(new Entry(name, at, size, checksum));
  }

  /// Writes the directory.
  void finish() throws IOException {
    long at = out.position();
    for (Entry entry : entries) {
      writeCentral(entry);
    }
    long size = out.position() - at;
    boolean wide = at >= LIMIT32 || size >= LIMIT32 || entries.size() >= LIMIT16;
    if (wide) {
      writeEnd64(at, size);
    }
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    short count = (short) Math.min(entries.size(), LIMIT16);
    end.putShort(count).putShort(count);
    end.putInt((int) Math.min(size, LIMIT32)).putInt((int) Math.min(at, LIMIT32));
    writeAll(end.putShort((short) 0).flip());
  }

  private void writeCentral(Entry entry) throws IOException {
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    boolean wideSize = entry.size >= LIMIT32;
    boolean wideAt = entry.at >= LIMIT32;
    int fields = (wideSize ? 2 * Long.BYTES : 0) + (wideAt ? Long.BYTES : 0);
    int extra = fields == 0 ? 0 : EXTRA_HEADER + fields;
    ByteBuffer header = buffer(46 + name.length + extra).putInt(0x02014b50);
    header.putShort((short) ZIP64_VERSION).putShort((short) ZIP64_VERSION);
    header.putShort((short) UTF8_NAMES).putShort((short) 0);
    header.putShort((short) 0).putShort((short) DATE).putInt((int) entry.checksum);
    int size32 = (int) Math.min(entry.size, LIMIT32);
    header.putInt(size32).putInt(size32);
    header.putShort((short) name.length).putShort((short) extra);
    // No comment, disk 0, no attributes.
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt((int) Math.min(entry.at, LIMIT32)).put(name);
    if (extra > 0) {
      header.putShort((short) ZIP64_EXTRA).putShort((short) fields);
      if (wideSize) {
        header.putLong(entry.size).putLong(entry.size);
      }
      if (wideAt) {
        header.putLong(entry.at);
      }
    }
    writeAll(header.flip());
  }

  private void writeEnd64(long at, long size) throws IOException {
    long endAt = out.position();
    ByteBuffer end = buffer(56 + 20).putInt(0x06064b50).putLong(56 - 12);
    end.putShort((short) ZIP64_VERSION).putShort((short) ZIP64_VERSION).putInt(0).putInt(0);
    end.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(at);
    // The locator: disk, offset, disks.
    end.putInt(0x07064b50).putInt(0).putLong(endAt).putInt(1);
    writeAll(end.flip());
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
