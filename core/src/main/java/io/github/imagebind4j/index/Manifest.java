package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A commit: which files make up the index.
///
/// @param generation counts commits
/// @param next the first number that no file has had
/// @param space of the vectors; null before the first item
/// @param entries its segments
record Manifest(
    long generation, long next, @Nullable IndexSpace space, List<SegmentEntry> entries) {
  /// A new index.
  static final Manifest EMPTY = new Manifest(0, 1, null, List.of());

  /// No manifest is longer: it would have a hundred thousand segments.
  static final long MOST_BYTES = 1 << 22;

  private static final long MOST_FILES = 1L << 62; // more than can be, and far from overflowing
  private static final byte[] MAGIC = "IB4J-IDX".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  /// A segment of the commit.
  ///
  /// @param number of its file
  /// @param crc of its header
  /// @param deletions number of the file that says which rows are no more; 0 if all are there
  /// @param deleted how many are no more
  record SegmentEntry(long number, int crc, long deletions, int deleted) {}

  Manifest {
    entries = List.copyOf(entries);
  }

  ByteBuffer encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    ItemRecord.writeInt(VERSION, out);
    ItemRecord.writeLong(generation, out);
    ItemRecord.writeLong(next, out);
    ItemRecord.writeInt(space == null ? 0 : space.dimension(), out);
    ItemRecord.writeText(space == null ? "" : space.fingerprint(), out);
    ItemRecord.writeInt(entries.size(), out);
    for (SegmentEntry entry : entries) {
      ItemRecord.writeLong(entry.number, out);
      ItemRecord.writeInt(entry.crc, out);
      ItemRecord.writeLong(entry.deletions, out);
      ItemRecord.writeInt(entry.deleted, out);
    }
    ItemRecord.writeInt(SegmentLayout.crc(out.toByteArray(), out.size()), out);
    if (out.size() > MOST_BYTES) {
      throw new IndexException(
          "this index would have " + entries.size() + " segments; divide it into several");
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  /// Reads what [#encode()] wrote.
  ///
  /// @param file all of it
  static Manifest decode(byte[] file, String source) {
    int checked = file.length - Integer.BYTES;
    if (checked < MAGIC.length + Integer.BYTES) {
      throw Damage.in(source, "it has only " + file.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    Versions.check(bytes, MAGIC, VERSION, source);
    if (bytes.getInt(checked) != SegmentLayout.crc(file, checked)) {
      throw Damage.in(source, "its checksum is wrong");
    }
    RecordCursor in =
        new RecordCursor(MemorySegment.ofArray(file), bytes.position(), checked, source);
    Manifest manifest = new Manifest(in.i64(), in.i64(), readSpace(in), readEntries(in));
    if (!in.atEnd()) {
      throw Damage.in(source, "there is something behind its end");
    }
    manifest.checkNumbers(source);
    return manifest;
  }

  /// Each file is named once, and the next one made has a name that none of them has.
  private void checkNumbers(String source) {
    if (next < 1 || next > MOST_FILES) {
      throw Damage.in(source, "its next file has the number " + next);
    }
    Set<Long> seen = new HashSet<>();
    for (SegmentEntry entry : entries) {
      long deleted = entry.deletions;
      boolean sensible = isUsed(entry.number) && seen.add(entry.number);
      boolean deletionsToo = deleted == 0 || (isUsed(deleted) && seen.add(deleted));
      if (!sensible || !deletionsToo) {
        throw Damage.in(source, "it names files twice, or before they are made: " + entry);
      }
    }
  }

  private boolean isUsed(long number) {
    return number > 0 && number < next;
  }

  private static @Nullable IndexSpace readSpace(RecordCursor in) {
    int dimension = in.i32();
    String fingerprint = in.text();
    if (dimension < 0 || dimension > SegmentLayout.MOST_DIMENSIONS) {
      throw in.damaged("vectors of " + dimension + " dimensions");
    }
    return dimension == 0 ? null : new IndexSpace(fingerprint, dimension);
  }

  private static List<SegmentEntry> readEntries(RecordCursor in) {
    int count = in.i32();
    List<SegmentEntry> entries = new ArrayList<>(); // grows with what is really there
    for (int i = 0; i < count; i++) {
      entries.add(new SegmentEntry(in.i64(), in.i32(), in.i64(), in.i32()));
    }
    return entries;
  }
}
