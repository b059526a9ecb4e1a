package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes rows as a segment, front to back, and the header last: a file that was not finished has
/// none.
///
/// For use by one thread.
final class SegmentWriter {
  private final Rows rows;
  private final SegmentLayout layout;
  private final byte[] senseOfRow;
  private final List<Modality> senses;

  SegmentWriter(Rows rows) {
    this.rows = rows;
    senseOfRow = new byte[rows.count()];
    senses = numberSenses();
    layout = new SegmentLayout(rows.dimension(), rows.count(), senses.size(), recordBytes());
  }

  private List<Modality> numberSenses() {
    Map<Modality, Integer> numbers = new LinkedHashMap<>();
    for (int row = 0; row < rows.count(); row++) {
      Integer next = numbers.size();
      Integer known = numbers.putIfAbsent(rows.modality(row), next);
      senseOfRow[row] = (known == null ? next : known).byteValue();
    }
    return new ArrayList<>(numbers.keySet());
  }

  private long recordBytes() {
    long bytes = 0;
    for (int row = 0; row < rows.count(); row++) {
      bytes += rows.record(row).byteSize();
    }
    return bytes;
  }

  /// What will be where.
  SegmentLayout layout() {
    return layout;
  }

  /// Writes all but does not force it.
  ///
  /// @return what the segment begins with
  SegmentLayout.Header write(Disk.Output file) throws IOException {
    try (CheckedOutput out = new CheckedOutput(file, layout.vectors(), layout.stride())) {
      for (int row = 0; row < layout.rows(); row++) {
        rows.copyVector(row, out.buffer(), out.reserve(layout.stride()));
      }
      int vectorsCrc = out.endOfPart();
      writeTables(out);
      for (int row = 0; row < layout.rows(); row++) {
        out.put(rows.record(row));
      }
      SegmentLayout.Header header = new SegmentLayout.Header(layout, vectorsCrc, out.endOfPart());
      file.write(header.encode(), 0);
      return header;
    }
  }

  private void writeTables(CheckedOutput out) throws IOException {
    while (out.position() < layout.keys()) {
      out.putByte(0);
    }
    for (long key : sortedKeys()) {
      out.putLong(key);
    }
    long start = 0;
    out.putLong(start);
    for (int row = 0; row < layout.rows(); row++) {
      start += rows.record(row).byteSize();
      out.putLong(start);
    }
    for (byte sense : senseOfRow) {
      out.putByte(sense);
    }
    for (Modality sense : senses) {
      byte[] name = sense.name().getBytes(StandardCharsets.US_ASCII);
      out.put(MemorySegment.ofArray(Arrays.copyOf(name, SegmentLayout.NAME_BYTES)));
    }
  }

  private long[] sortedKeys() {
    long[] keys = new long[layout.rows()];
    for (int row = 0; row < keys.length; row++) {
      MemorySegment record = rows.record(row);
      RecordCursor cursor = new RecordCursor(record, 0, record.byteSize(), "an item's record");
      cursor.skipText();
      byte[] id = record.asSlice(0, cursor.position()).toArray(ValueLayout.JAVA_BYTE);
      keys[row] = ((long) ItemKey.hash(id) << Integer.SIZE) | row;
    }
    Arrays.sort(keys);
    return keys;
  }
}
