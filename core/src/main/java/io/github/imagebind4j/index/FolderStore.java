package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Segments in files of a folder that one process writes. See `docs/index-format.md`.
///
/// Files are never changed, only added, and removed when no commit names them any more; a commit is
/// the renaming of a new manifest over the old.
final class FolderStore implements Store {
  /// A deletions file as it was last written for a segment.
  private record Written(long number, Deletions deletions) {}

  private final IndexFolder folder;
  private final Disk disk;
  private final FileChannel lock;
  private final Map<Long, Written> deletions = new HashMap<>();
  private Manifest manifest;
  private long generation;
  private long next;

  private FolderStore(IndexFolder folder, Disk disk, FileChannel lock, IndexFolder.Commit commit) {
    this.folder = folder;
    this.disk = disk;
    this.lock = lock;
    manifest = commit.manifest();
    generation = manifest.generation();
    next = manifest.next();
    for (int i = 0; i < commit.parts().size(); i++) {
      remember(manifest.entries().get(i), commit.parts().get(i));
    }
  }

  private void remember(Manifest.SegmentEntry entry, Part part) {
    if (entry.deletions() > 0) {
      deletions.put(entry.number(), new Written(entry.deletions(), part.deletions()));
    }
  }

  /// An index opened for writing.
  ///
  /// @param store where to write
  /// @param commit what is in it
  record Opened(FolderStore store, IndexFolder.Commit commit) {}

  /// Opens or makes an index, and clears away what no commit names.
  static Opened open(Path path, Disk disk) {
    IndexFolder folder = new IndexFolder(path);
    FileChannel lock = lock(folder);
    try {
      if (!Files.exists(folder.manifest())) {
        requireNew(folder);
        replaceManifest(folder, disk, Manifest.EMPTY);
      }
      IndexFolder.Commit commit = folder.read();
      FolderStore store = new FolderStore(folder, disk, lock, commit);
      store.clear();
      return new Opened(store, commit);
    } catch (IOException e) {
      unlock(lock);
      throw folder.failure("made", e);
    } catch (RuntimeException | Error e) {
      unlock(lock);
      throw e;
    }
  }

  /// Segments without a manifest are no leftovers, for a manifest is what an index begins with.
  private static void requireNew(IndexFolder folder) throws IOException {
    List<Path> data = folder.data();
    if (!data.isEmpty()) {
      throw Damage.in(
          "the index " + folder.path(),
          "its manifest is missing, but there is " + data.getFirst().getFileName());
    }
  }

  private static FileChannel lock(IndexFolder folder) {
    FileChannel channel = null;
    try {
      Files.createDirectories(folder.path());
      IndexFolder.requireFile(folder.lock());
      channel =
          FileChannel.open(
              folder.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS); // else a link could have a file made anywhere
      if (channel.tryLock() != null) {
        return channel;
      }
      throw inUse(folder, channel, null);
    } catch (OverlappingFileLockException e) {
      throw inUse(folder, channel, e);
    } catch (IOException e) {
      unlock(channel);
      throw folder.failure("opened for writing", e);
    }
  }

  private static IndexException inUse(
      IndexFolder folder, @Nullable FileChannel channel, @Nullable Throwable cause) {
    unlock(channel);
    return new IndexException(
        "the index "
            + folder.path()
            + " is being written by another process, or by another ExactIndex of this one; wait"
            + " until it is closed, or only read it (ExactIndex.openReadOnly)",
        cause);
  }

  private static void unlock(@Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }

  @Override
  public Segment write(Rows rows) throws IOException {
    long number = next++;
    Path file = folder.segment(number);
    try {
      try (Disk.Output out = disk.create(file)) {
        SegmentLayout.Header _ = new SegmentWriter(rows).write(out);
        out.force();
      }
      return folder.map(number);
    } catch (IOException | RuntimeException | Error e) {
      delete(file); // it may be what fills the disk
      throw e;
    }
  }

  @Override
  public void commit(@Nullable IndexSpace space, List<Part> parts) throws IOException {
    List<Manifest.SegmentEntry> entries = new ArrayList<>();
    for (Part part : parts) {
      Segment segment = part.segment();
      long number = part.deletions().count() == 0 ? 0 : writeDeletions(part);
      entries.add(
          new Manifest.SegmentEntry(
              segment.number(), segment.crc(), number, part.deletions().count()));
    }
    // A new number for every attempt: one that failed may have become the manifest nevertheless.
    Manifest changed = new Manifest(++generation, next, space, entries);
    replaceManifest(folder, disk, changed);
    manifest = changed;
    clear();
  }

  private long writeDeletions(Part part) throws IOException {
    Segment segment = part.segment();
    Written known = deletions.get(segment.number());
    if (known != null && known.deletions == part.deletions()) {
      return known.number;
    }
    long number = next++;
    Path file = folder.deletions(number);
    try {
      writeFile(disk, file, part.deletions().encode(segment.rows()));
    } catch (IOException e) {
      delete(file);
      throw e;
    }
    deletions.put(segment.number(), new Written(number, part.deletions()));
    return number;
  }

  private static void writeFile(Disk disk, Path file, ByteBuffer bytes) throws IOException {
    try (Disk.Output out = disk.create(file)) {
      out.write(bytes, 0);
      out.force();
    }
  }

  /// The moment of the commit. Before it, the files that the manifest names must outlast a power
  /// failure, their places in the folder too; after it, the manifest.
  private static void replaceManifest(IndexFolder folder, Disk disk, Manifest manifest)
      throws IOException {
    writeFile(disk, folder.newManifest(), manifest.encode());
    disk.forceFolder(folder.path());
    disk.replace(folder.newManifest(), folder.manifest());
    disk.forceFolder(folder.path());
  }

  /// Removes what the last commit does not name: of a process that was killed, or merged away.
  private void clear() {
    Set<Path> named = new HashSet<>();
    for (Manifest.SegmentEntry entry : manifest.entries()) {
      named.add(folder.segment(entry.number()));
      named.add(folder.deletions(entry.deletions()));
    }
    deletions.keySet().removeIf(number -> !named.contains(folder.segment(number)));
    try {
      folder.data().stream().filter(file -> !named.contains(file)).forEach(FolderStore::delete);
      delete(folder.newManifest());
    } catch (IOException e) {
      // They take room, no more, until the next time.
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Windows keeps mapped files; the next commit or opening tries again.
    }
  }

  @Override
  public String name() {
    return "the index " + folder.path();
  }

  @Override
  public void close() {
    unlock(lock);
  }
}
