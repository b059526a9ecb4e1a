package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What is left of several parts, one after another.
///
/// For use by one thread.
final class MergedRows implements Rows {
  private final Segment[] segments;
  private final int[] places; // which part a row is from
  private final int[] rows; // its row there

  MergedRows(List<Part> parts) {
    int count = Math.toIntExact(parts.stream().mapToLong(Part::kept).sum());
    segments = parts.stream().map(Part::segment).toArray(Segment[]::new);
    places = new int[count];
    rows = new int[count];
    int at = 0;
    for (int place = 0; place < segments.length; place++) {
      Deletions deletions = parts.get(place).deletions();
      for (int row = deletions.nextKept(0);
          row < segments[place].rows();
          row = deletions.nextKept(row + 1)) {
        places[at] = place;
        rows[at++] = row;
      }
    }
  }

  private Segment segment(int row) {
    return segments[places[row]];
  }

  @Override
  public int count() {
    return rows.length;
  }

  @Override
  public int dimension() {
    return segments[0].dimension();
  }

  @Override
  public Modality modality(int row) {
    return segment(row).senses().get(segment(row).sense(rows[row]));
  }

  @Override
  public void copyVector(int row, MemorySegment to, long offset) {
    Segment segment = segment(row);
    long bytes = (long) segment.dimension() * Float.BYTES;
    MemorySegment.copy(segment.memory(), segment.vectorAt(rows[row]), to, offset, bytes);
  }

  @Override
  public MemorySegment record(int row) {
    return segment(row).record(rows[row]);
  }
}
