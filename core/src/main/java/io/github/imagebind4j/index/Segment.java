package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/// Rows that never change: vectors, and what they are called and known of them, in one piece of
/// memory, which may be a mapped file.
///
/// Counts who uses it; the last to let go frees the memory. Safe for use by any thread that keeps
/// it.
final class Segment {
  private static final long CRC_STEP = 1 << 24;

  private final String source;
  private final long number;
  private final Backing backing;
  private final MemorySegment memory;
  private final SegmentLayout.Header header;
  private final SegmentLayout layout;
  private final List<Modality> senses;
  private final AtomicInteger users = new AtomicInteger(1);

  /// Reads and checks all but the vectors.
  ///
  /// @param number what the index calls it
  /// @param source what messages call it
  /// @param backing freed when nobody uses it any more, but not if this fails
  Segment(long number, String source, Backing backing) {
    this.number = number;
    this.source = source;
    this.backing = backing;
    memory = backing.memory();
    header = SegmentLayout.Header.decode(memory, source);
    layout = header.layout();
    if (crc(layout.vectors() + layout.rows() * layout.stride(), layout.length())
        != header.tablesCrc()) {
      throw Damage.in(source, "the checksum of its tables is wrong");
    }
    senses = readSenses();
    checkTables();
  }

  private List<Modality> readSenses() {
    List<Modality> names = new ArrayList<>();
    for (int i = 0; i < layout.senses(); i++) {
      long at = layout.senseNames() + (long) i * SegmentLayout.NAME_BYTES;
      byte[] padded = memory.asSlice(at, SegmentLayout.NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
      String name = new String(padded, StandardCharsets.US_ASCII).replaceFirst("\0+$", "");
      try {
        names.add(new Modality(name));
      } catch (InputException e) {
        throw Damage.in(source, "a sense is called '" + name + "'", e);
      }
    }
    return List.copyOf(names);
  }

  private void checkTables() {
    long before = 0;
    for (int row = 0; row < layout.rows(); row++) {
      long next = start(row + 1L);
      if (start(row) != before || next < before || next > layout.recordBytes()) {
        throw Damage.in(source, "row " + row + "'s record lies outside of the file");
      }
      before = next;
      if (sense(row) >= senses.size()) {
        throw Damage.in(source, "row " + row + " has an unknown sense");
      }
      int keyed = (int) key(row);
      if (keyed < 0 || keyed >= layout.rows()) {
        throw Damage.in(source, "a key points at the unknown row " + keyed);
      }
    }
    if (before != layout.recordBytes()) {
      throw Damage.in(source, "there is something behind its last record");
    }
  }

  private int crc(long from, long to) {
    CRC32C crc = new CRC32C();
    for (long at = from; at < to; at += CRC_STEP) {
      crc.update(memory.asSlice(at, Math.min(CRC_STEP, to - at)).asByteBuffer());
    }
    return (int) crc.getValue();
  }

  /// Checks that all of it can still be read.
  void requireThere() {
    backing.requireThere(source);
  }

  /// Reads the vectors, too, and compares them with their checksum.
  void requireWhole() {
    requireThere();
    long end = layout.vectors() + layout.rows() * layout.stride();
    if (crc(layout.vectors(), end) != header.vectorsCrc()) {
      throw Damage.in(source, "the checksum of its vectors is wrong");
    }
  }

  String source() {
    return source;
  }

  long number() {
    return number;
  }

  /// A checksum of all of it.
  int crc() {
    return header.crc();
  }

  int rows() {
    return layout.rows();
  }

  int dimension() {
    return layout.dimension();
  }

  MemorySegment memory() {
    return memory;
  }

  /// Where a row's vector begins in [#memory()].
  long vectorAt(int row) {
    return layout.vectors() + row * layout.stride();
  }

  List<Modality> senses() {
    return senses;
  }

  /// A row's sense, as its place in [#senses()].
  int sense(int row) {
    return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, layout.senseOfRow() + row));
  }

  private long key(long place) {
    return memory.get(LittleEndian.LONG, layout.keys() + place * Long.BYTES);
  }

  private long start(long row) {
    return memory.get(LittleEndian.LONG, layout.starts() + row * Long.BYTES);
  }

  MemorySegment record(int row) {
    return memory.asSlice(layout.records() + start(row), start(row + 1L) - start(row));
  }

  private RecordCursor cursor(int row) {
    long from = layout.records();
    return new RecordCursor(memory, from + start(row), from + start(row + 1L), source);
  }

  String id(int row) {
    return cursor(row).text();
  }

  /// All of a row's fields.
  Fields fields(int row) {
    return ItemRecord.fields(cursor(row), source);
  }

  /// Those of a row's fields that have these names.
  Fields fields(int row, Set<String> names) {
    return ItemRecord.fields(cursor(row), names);
  }

  /// A row as it was put, its vector of length 1.
  IndexItem item(int row, String fingerprint) {
    float[] unit = new float[layout.dimension()];
    MemorySegment.copy(memory, LittleEndian.FLOAT, vectorAt(row), unit, 0, unit.length);
    try {
      Embedding embedding = new Embedding(senses.get(sense(row)), unit, fingerprint);
      return new IndexItem(id(row), embedding, fields(row));
    } catch (InputException e) {
      throw Damage.in(source, "in row " + row + ", " + e.getMessage(), e);
    }
  }

  /// The row of an id.
  ///
  /// @return -1 if there is none
  int find(ItemKey key) {
    long wanted = (long) key.hash() << Integer.SIZE;
    int low = 0;
    int high = layout.rows();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < layout.rows() && key(i) >> Integer.SIZE == key.hash(); i++) {
      int row = (int) key(i);
      if (isCalled(row, key.id())) {
        return row;
      }
    }
    return -1;
  }

  private boolean isCalled(int row, byte[] id) {
    MemorySegment record = record(row);
    return record.byteSize() > id.length
        && record.asSlice(0, id.length).mismatch(MemorySegment.ofArray(id)) < 0;
  }

  /// Keeps it from being freed until [#release()].
  ///
  /// @throws IllegalStateException if it already is
  void retain() {
    if (users.getAndIncrement() <= 0) {
      throw new IllegalStateException(source + " was freed");
    }
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      backing.free();
    }
  }
}
