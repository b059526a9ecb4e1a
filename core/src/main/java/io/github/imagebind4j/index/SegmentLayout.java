package io.github.imagebind4j.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Where everything lies in a segment; all of it follows from four numbers. See
/// `docs/index-format.md`.
///
/// @param dimension of the vectors, 1 to 2^24
/// @param rows how many, at least 1
/// @param senses how many different modalities, 1 to 256
/// @param recordBytes how long all records are together
record SegmentLayout(int dimension, int rows, int senses, long recordBytes) {
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;
  static final int NAME_BYTES = 64;
  static final int MOST_DIMENSIONS = 1 << 24;
  static final int MOST_SENSES = 256;

  private static final byte[] MAGIC = "IB4J-SEG".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED = HEADER_BYTES - Integer.BYTES;

  /// What a segment begins with.
  ///
  /// @param layout where the rest is
  /// @param vectorsCrc CRC-32C of the vectors
  /// @param tablesCrc CRC-32C of all that follows them
  record Header(SegmentLayout layout, int vectorsCrc, int tablesCrc) {
    ByteBuffer encode() {
      ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put(MAGIC).putInt(VERSION);
      bytes.putInt(layout.dimension).putInt(layout.rows).putInt(layout.senses);
      bytes.putLong(layout.recordBytes).putInt(vectorsCrc).putInt(tablesCrc);
      return bytes.putInt(CHECKED, SegmentLayout.crc(bytes.array(), CHECKED)).clear();
    }

    /// The checksum of the header, and by it of the whole segment.
    int crc() {
      return encode().getInt(CHECKED);
    }

    /// Reads a header and checks that the segment is as long as it says.
    static Header decode(MemorySegment segment, String source) {
      if (segment.byteSize() < HEADER_BYTES) {
        throw Damage.in(source, "it has only " + segment.byteSize() + " bytes");
      }
      byte[] copy = new byte[HEADER_BYTES];
      segment.asByteBuffer().get(0, copy);
      ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
      Versions.check(bytes, MAGIC, VERSION, source);
      if (bytes.getInt(CHECKED) != SegmentLayout.crc(copy, CHECKED)) {
        throw Damage.in(source, "its header's checksum is wrong");
      }
      SegmentLayout layout =
          new SegmentLayout(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getLong());
      layout.check(segment.byteSize(), source);
      return new Header(layout, bytes.getInt(), bytes.getInt());
    }
  }

  private void check(long fileBytes, String source) {
    boolean sensible =
        dimension > 0
            && dimension <= MOST_DIMENSIONS
            && rows > 0
            && senses > 0
            && senses <= MOST_SENSES
            && recordBytes >= 0
            && recordBytes <= fileBytes;
    if (!sensible || length() != fileBytes) { // no sum overflows: each part is below 2^57
      throw Damage.in(source, "its header says " + this + ", and it has " + fileBytes + " bytes");
    }
  }

  static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  long stride() {
    return (long) dimension * Float.BYTES;
  }

  /// The vectors.
  long vectors() {
    return HEADER_BYTES;
  }

  /// A long for each row, sorted: the hash of its id and its number.
  long keys() {
    return (vectors() + rows * stride() + 7) & -8;
  }

  /// A long for each row, and one more: where its record begins.
  long starts() {
    return keys() + (long) rows * Long.BYTES;
  }

  /// A byte for each row: the number of its modality.
  long senseOfRow() {
    return starts() + (rows + 1L) * Long.BYTES;
  }

  /// The modalities' names, each padded with zeros to 64 bytes.
  long senseNames() {
    return senseOfRow() + rows;
  }

  long records() {
    return senseNames() + (long) senses * NAME_BYTES;
  }

  long length() {
    return records() + recordBytes;
  }
}
