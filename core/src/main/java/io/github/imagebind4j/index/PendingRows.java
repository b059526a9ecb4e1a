package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Items that were put and are in no segment yet, by their ids.
///
/// For use by one thread at a time.
final class PendingRows {
  private static final int OVERHEAD_BYTES = 200; // objects around the arrays, about

  private record Row(Modality modality, float[] unit, byte[] record) {
    long bytes() {
      return (long) unit.length * Float.BYTES + record.length + OVERHEAD_BYTES;
    }
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private long bytes;

  void put(IndexItem item) {
    byte[] record = ItemRecord.encode(item.id(), item.fields());
    Row row = new Row(item.embedding().modality(), item.embedding().unit(), record);
    remove(item.id());
    rows.put(item.id(), row);
    bytes += row.bytes();
  }

  void remove(String id) {
    Row removed = rows.remove(id);
    bytes -= removed == null ? 0 : removed.bytes();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// How much heap they take, about.
  long bytes() {
    return bytes;
  }

  void clear() {
    rows.clear();
    bytes = 0;
  }

  /// What there is now, in the order it was put.
  Rows asRows(int dimension) {
    return new Listed(new ArrayList<>(rows.values()), dimension);
  }

  private record Listed(List<Row> rows, int dimension) implements Rows {
    @Override
    public int count() {
      return rows.size();
    }

    @Override
    public Modality modality(int row) {
      return rows.get(row).modality;
    }

    @Override
    public void copyVector(int row, MemorySegment to, long offset) {
      MemorySegment.copy(rows.get(row).unit, 0, to, LittleEndian.FLOAT, offset, dimension);
    }

    @Override
    public MemorySegment record(int row) {
      return MemorySegment.ofArray(rows.get(row).record);
    }
  }
}
