package io.github.imagebind4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds zip archives byte by byte, wrong ones too: what java.util.zip would never write.
final class ZipBytes {
  private static final int STORED = 0;

  private record Entry(
      String name, ByteBuffer data, int method, int flags, long size, int offsetBy) {}

  private final List<Entry> entries = new ArrayList<>();
  private int declaredCount = -1;

  /// A stored entry.
  ZipBytes add(String name, byte[] data) {
    return add(name, data, STORED, 0, data.length, 0);
  }

  /// An entry whose headers say what the arguments say, whatever its data are.
  ///
  /// @param offsetBy added to the offset in the central directory
  ZipBytes add(String name, byte[] data, int method, int flags, long size, int offsetBy) {
    entries.add(new Entry(name, ByteBuffer.wrap(data), method, flags, size, offsetBy));
    return this;
  }

  /// Lets the end record claim another number of entries.
  ZipBytes declareCount(int count) {
    declaredCount = count;
    return this;
  }

  byte[] build() {
    ByteBuffer out = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> offsets = new ArrayList<>();
    for (Entry entry : entries) {
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      offsets.add(out.position());
      out.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
      out.putShort((short) entry.method).putInt(0).putInt(0);
      out.putInt((int) entry.size).putInt((int) entry.size);
      out.putShort((short) name.length).putShort((short) 0).put(name);
      out.put(entry.data.duplicate());
    }
    int directory = out.position();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
      out.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
      out.putShort((short) entry.flags).putShort((short) entry.method).putInt(0).putInt(0);
      out.putInt((int) entry.size).putInt((int) entry.size);
      out.putShort((short) name.length).putShort((short) 0).putShort((short) 0);
      out.putInt(0).putInt(0).putInt(offsets.get(i) + entry.offsetBy).put(name);
    }
    int count = declaredCount < 0 ? entries.size() : declaredCount;
    int size = out.position() - directory;
    out.putInt(0x06054b50).putInt(0).putShort((short) count).putShort((short) count);
    out.putInt(size).putInt(directory).putShort((short) 0);
    return Arrays.copyOf(out.array(), out.position());
  }
}
