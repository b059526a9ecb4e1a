package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The central directory of a zip file, with the 64-bit extensions. Knows where each entry's bytes
/// lie in the file; never inflates anything, so no zip bomb can go off.
///
/// Checked: every entry has a local header of the same name, lies before the directory, and
/// overlaps no other. Checksums are not: PyTorch can leave them out, and to check them would mean
/// reading every weight at once.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.
final class ZipDirectory {
  private static final int END_SIZE = 22;
  private static final int LOCATOR_SIZE = 20;
  private static final int END64_SIZE = 56;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final long SATURATED = 0xffff_ffffL;
  private static final int ENCRYPTED = 1;
  private static final int ZIP64_EXTRA = 1;

  // A storage each, and a few more.
  private static final int MAX_ENTRIES = TensorTable.MAX_TENSORS + 64;

  private final MappedFile file;
  private final Map<String, Entry> entries = new HashMap<>();

  /// One entry.
  ///
  /// @param headerAt offset of its local header in the file
  /// @param dataAt offset of its bytes in the file
  /// @param size of its bytes in the file
  /// @param plain neither compressed nor encrypted
  record Entry(String name, long headerAt, long dataAt, long size, boolean plain) {}

  /// Where the central directory lies.
  private record Directory(long at, long size, long count) {}

  private ZipDirectory(MappedFile file) {
    this.file = file;
  }

  static ZipDirectory read(MappedFile file) {
    ZipDirectory zip = new ZipDirectory(file);
    zip.readEntries(zip.findDirectory());
    return zip;
  }

  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  Entry find(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw file.damaged("it has no entry " + MappedFile.quote(name));
    }
    return entry;
  }

  /// An entry's bytes.
  ///
  /// @throws CheckpointException if there is none of this name, or it is compressed or encrypted
  MemorySegment stored(String name) {
    Entry entry = find(name);
    if (!entry.plain()) {
      throw file.refused(
          "has the entry " + MappedFile.quote(name) + " compressed or encrypted",
          "torch.save never does; save it again with torch.save");
    }
    return file.slice(entry.dataAt(), entry.size());
  }

  private Directory findDirectory() {
    long lowest = Math.max(0, file.size() - END_SIZE - MAX_COMMENT);
    for (long at = file.size() - END_SIZE; at >= lowest; at--) {
      if (file.u32(at) == 0x06054b50 && file.u16(at + 20) == file.size() - at - END_SIZE) {
        return directory(at);
      }
    }
    throw file.damaged("it starts as a zip archive, but its directory at the end is not there");
  }

  private Directory directory(long end) {
    Directory directory = new Directory(file.u32(end + 16), file.u32(end + 12), file.u16(end + 10));
    long before = end;
    boolean saturated =
        directory.at == SATURATED || directory.size == SATURATED || directory.count == 0xffff;
    if (saturated && end >= LOCATOR_SIZE && file.u32(end - LOCATOR_SIZE) == 0x07064b50) {
      before = file.i64(end - LOCATOR_SIZE + 8);
      file.slice(before, END64_SIZE);
      if (file.u32(before) != 0x06064b50) {
        throw file.damaged("its 64-bit zip directory is not where it should be");
      }
      directory =
          new Directory(file.i64(before + 48), file.i64(before + 40), file.i64(before + 32));
    }
    if (directory.count < 0 || directory.count > MAX_ENTRIES) {
      throw file.refused(
          String.format(Locale.ROOT, "is a zip archive of more than %d entries", MAX_ENTRIES),
          "that is no model ImageBind4J knows");
    }
    file.slice(directory.at, directory.size);
    if (directory.at + directory.size > before) {
      throw file.damaged("its zip directory overlaps what ends it");
    }
    return directory;
  }

  private void readEntries(Directory directory) {
    long at = directory.at;
    long end = directory.at + directory.size;
    List<Entry> sorted = new ArrayList<>();
    for (long i = 0; i < directory.count; i++) {
      if (end - at < CENTRAL_SIZE || file.u32(at) != 0x02014b50) {
        throw file.damaged("its zip directory has fewer entries than it says");
      }
      int nameLength = file.u16(at + 28);
      int extraLength = file.u16(at + 30);
      long next = at + CENTRAL_SIZE + nameLength + extraLength + file.u16(at + 32);
      if (next > end) {
        throw file.damaged("its zip directory has an entry that reaches beyond it");
      }
      Entry entry = entry(at, file.utf8(at + CENTRAL_SIZE, nameLength), directory.at);
      if (entries.put(entry.name(), entry) != null) {
        throw file.damaged("it has two entries named " + MappedFile.quote(entry.name()));
      }
      sorted.add(entry);
      at = next;
    }
    requireApart(sorted);
  }

  private Entry entry(long at, String name, long directoryAt) {
    boolean plain = (file.u16(at + 8) & ENCRYPTED) == 0 && file.u16(at + 10) == 0;
    // Uncompressed size, compressed size, offset: in the order in which the 64-bit field has them.
    long[] fields = {file.u32(at + 24), file.u32(at + 20), file.u32(at + 42)};
    widen(at, name, fields);
    if (plain && fields[0] != fields[1]) {
      throw bad(name, "has two sizes");
    }
    long size = fields[1];
    long headerAt = fields[2];
    file.slice(headerAt, LOCAL_SIZE);
    int nameLength = file.u16(headerAt + 26);
    if (file.u32(headerAt) != 0x04034b50
        || !file.utf8(headerAt + LOCAL_SIZE, nameLength).equals(name)) {
      throw bad(name, "is not where the directory says");
    }
    long dataAt = headerAt + LOCAL_SIZE + nameLength + file.u16(headerAt + 28);
    file.slice(dataAt, size);
    if (dataAt + size > directoryAt) {
      throw bad(name, "overlaps the directory");
    }
    return new Entry(name, headerAt, dataAt, size, plain);
  }

  /// Replaces the fields that did not fit into 32 bits.
  private void widen(long at, String name, long[] fields) {
    long extra = at + CENTRAL_SIZE + file.u16(at + 28);
    long end = extra + file.u16(at + 30);
    while (end - extra >= 4) {
      long next = extra + 4 + file.u16(extra + 2);
      if (next > end) {
        break;
      }
      if (file.u16(extra) == ZIP64_EXTRA) {
        long value = extra + 4;
        for (int i = 0; i < fields.length; i++) {
          if (fields[i] == SATURATED) {
            if (next - value < Long.BYTES) {
              throw bad(name, "has a 64-bit field that is too short");
            }
            fields[i] = file.i64(value);
            value += Long.BYTES;
          }
        }
        return;
      }
      extra = next;
    }
  }

  private void requireApart(List<Entry> sorted) {
    sorted.sort(Comparator.comparingLong(Entry::headerAt));
    long end = 0;
    for (Entry entry : sorted) {
      if (entry.headerAt() < end) {
        throw bad(entry.name(), "overlaps another");
      }
      end = entry.dataAt() + entry.size();
    }
  }

  private CheckpointException bad(String name, String what) {
    return file.damaged("its entry " + MappedFile.quote(name) + " " + what);
  }
}
