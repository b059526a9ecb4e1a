package io.github.imagebind4j.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// Which rows of a segment are no more.
///
/// Immutable and safe for use by any thread.
final class Deletions {
  /// None.
  static final Deletions NONE = new Deletions(new BitSet(0));

  private static final byte[] MAGIC = "IB4J-DEL".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = MAGIC.length + 2 * Integer.BYTES;

  private final BitSet rows;
  private final int count;

  private Deletions(BitSet rows) {
    this.rows = rows;
    this.count = rows.cardinality();
  }

  static Deletions of(BitSet rows) {
    return rows.isEmpty() ? NONE : new Deletions((BitSet) rows.clone());
  }

  int count() {
    return count;
  }

  boolean contains(int row) {
    return rows.get(row);
  }

  /// The first row from this one on that is still there.
  ///
  /// @return as many as the segment has, or more, if none is
  int nextKept(int row) {
    return rows.nextClearBit(row);
  }

  /// The first row from this one on that is no more.
  ///
  /// @return `end` if none before that is
  int nextDeleted(int row, int end) {
    int next = rows.nextSetBit(row);
    return next < 0 || next > end ? end : next;
  }

  /// To be changed at will.
  BitSet copy() {
    return (BitSet) rows.clone();
  }

  static long fileBytes(int segmentRows) {
    return HEADER_BYTES + words(segmentRows) * Long.BYTES + Integer.BYTES;
  }

  private static long words(int segmentRows) {
    return (segmentRows + 63L) / 64;
  }

  ByteBuffer encode(int segmentRows) {
    int bytes = (int) fileBytes(segmentRows);
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION).putInt(segmentRows);
    for (long word : rows.toLongArray()) {
      out.putLong(word);
    }
    int checked = bytes - Integer.BYTES;
    return out.putInt(checked, SegmentLayout.crc(out.array(), checked)).clear();
  }

  /// Reads what [#encode(int)] wrote.
  ///
  /// @param file all of it
  /// @param expected how many rows the manifest says are no more
  static Deletions decode(byte[] file, int segmentRows, int expected, String source) {
    if (file.length != fileBytes(segmentRows)) {
      throw Damage.in(source, "it has " + file.length + " bytes, not " + fileBytes(segmentRows));
    }
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    Versions.check(in, MAGIC, VERSION, source);
    int checked = file.length - Integer.BYTES;
    if (in.getInt(checked) != SegmentLayout.crc(file, checked)) {
      throw Damage.in(source, "its checksum is wrong");
    }
    if (in.getInt() != segmentRows) {
      throw Damage.in(source, "it belongs to a segment of another size");
    }
    BitSet rows = BitSet.valueOf(in.limit(checked));
    if (rows.length() > segmentRows || rows.cardinality() != expected) {
      throw Damage.in(source, "it names " + rows.cardinality() + " rows up to " + rows.length());
    }
    return of(rows);
  }
}
