package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An index that compares the query with every vector: exact, and the judge of approximate ones. It
/// lies in memory or in a folder, as 32-bit floats; `docs/index-format.md` has the format.
///
/// A search reads all vectors once, on several threads, and is as fast as memory: about 0.1 s for a
/// gigabyte. Its results do not depend on the number of threads. It uses SIMD instructions best if
/// the JVM was started with `--add-modules jdk.incubator.vector`. An index in a folder needs no
/// heap for what it holds: the system keeps its files in memory as far as there is room.
///
/// Changes are visible after [#commit()]. A search or scan sees one commit throughout, whatever is
/// committed meanwhile.
///
/// Safe for use by any thread. A folder is written by one index at a time, and read by any number,
/// of any process; a reader sees the commit that was the last when it was opened.
public final class ExactIndex implements EmbeddingIndex {
  private final @Nullable IndexWriter writer; // null: only read; guarded by writing
  private final @Nullable Store store; // of the writer
  private final String name;
  private final Workers workers;
  private final DotProduct dot = DotProduct.fastest();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile Snapshot current;
  private volatile boolean closed;

  /// Makes an empty index in memory, searched by all cores.
  public ExactIndex() {
    this(allCores());
  }

  /// Makes an empty index in memory. It may be closed or left to the garbage collector.
  ///
  /// @param threads that a search uses at most, at least 1
  /// @throws InputException if `threads` is less than 1
  public ExactIndex(int threads) {
    this(new MemoryStore(), List.of(), null, checked(threads));
  }

  private ExactIndex(Store store, List<Part> parts, @Nullable IndexSpace space, int threads) {
    this.store = store;
    name = store.name();
    workers = new Workers(threads);
    current = new Snapshot(parts, space);
    writer = new IndexWriter(store, parts, space);
  }

  private ExactIndex(IndexFolder folder, int threads) {
    store = null;
    writer = null;
    name = "the index " + folder.path();
    workers = new Workers(threads);
    IndexFolder.Commit commit = folder.read();
    current = new Snapshot(commit.parts(), commit.manifest().space());
    commit.release();
  }

  private static int checked(int threads) {
    if (threads < 1) {
      throw new InputException("a search needs at least 1 thread, got " + threads);
    }
    return threads;
  }

  private static int allCores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Opens an index for writing, or makes one, searched by all cores. What a process left behind
  /// that was killed while it wrote is cleared away.
  ///
  /// @param folder of the index; made if it does not exist
  /// @return the index, to be closed
  /// @throws IndexException if it is damaged, being written by another, or can't be written
  public static ExactIndex open(Path folder) {
    return open(folder, allCores());
  }

  /// Opens an index for writing, or makes one.
  ///
  /// @param folder of the index; made if it does not exist
  /// @param threads that a search uses at most, at least 1
  /// @return the index, to be closed
  /// @throws IndexException if it is damaged, being written by another, or can't be written
  /// @throws InputException if `threads` is less than 1
  public static ExactIndex open(Path folder, int threads) {
    return open(folder, checked(threads), Disk.REAL);
  }

  static ExactIndex open(Path folder, int threads, Disk disk) {
    FolderStore.Opened opened = FolderStore.open(folder, disk);
    IndexFolder.Commit commit = opened.commit();
    return new ExactIndex(opened.store(), commit.parts(), commit.manifest().space(), threads);
  }

  /// Opens an index for reading, searched by all cores. Nothing in its folder is changed.
  ///
  /// @param folder of the index
  /// @return the index as of its last commit, to be closed
  /// @throws IndexException if there is none, or it is damaged or can't be read
  public static ExactIndex openReadOnly(Path folder) {
    return openReadOnly(folder, allCores());
  }

  /// Opens an index for reading. Nothing in its folder is changed.
  ///
  /// @param folder of the index
  /// @param threads that a search uses at most, at least 1
  /// @return the index as of its last commit, to be closed
  /// @throws IndexException if there is none, or it is damaged or can't be read
  /// @throws InputException if `threads` is less than 1
  public static ExactIndex openReadOnly(Path folder, int threads) {
    return new ExactIndex(new IndexFolder(folder), checked(threads));
  }

  @Override
  public void put(Collection<IndexItem> items) {
    writing(writable -> writable.put(items));
  }

  @Override
  public void remove(Collection<String> ids) {
    writing(writable -> writable.remove(ids));
  }

  @Override
  public void commit() {
    writing(writable -> {
      List<Part> parts = writable.commit();
      if (parts != null) {
        Snapshot before = current;
        current = new Snapshot(parts, writable.space());
        before.release();
      }
    });
  }

  private void writing(Consumer<IndexWriter> body) {
    writing.lock();
    try {
      if (closed) {
        throw closedAlready();
      }
      IndexWriter writable = writer;
      if (writable == null) {
        throw new IndexException(
            name + " was opened for reading only; open it for writing (ExactIndex.open)");
      }
      body.accept(writable);
    } finally {
      writing.unlock();
    }
  }

  private InputException closedAlready() {
    return new InputException(name + " is closed; open it again");
  }

  @Override
  public Optional<IndexItem> get(String id) {
    ItemKey key = ItemKey.of(id);
    return reading(snapshot -> {
      for (Part part : snapshot.parts()) {
        int row = part.find(key);
        if (row >= 0) {
          return Optional.of(item(snapshot, part, row));
        }
      }
      return Optional.empty();
    });
  }

  private static IndexItem item(Snapshot snapshot, Part part, int row) {
    IndexSpace space = snapshot.space();
    return part.segment().item(row, space == null ? "" : space.fingerprint());
  }

  @Override
  public List<Hit> search(IndexQuery query) {
    return searchAll(List.of(query)).getFirst();
  }

  /// Finds the items of the largest cosine to each of several queries. Reads each vector from
  /// memory once for all of them, so they take less time together than one by one.
  ///
  /// @param queries what is looked for
  /// @return what [#search(IndexQuery)] gives for each
  /// @throws InputException if a query is of another model
  public List<List<Hit>> searchAll(List<IndexQuery> queries) {
    return reading(snapshot -> {
      IndexSpace space = snapshot.space();
      if (space != null) {
        queries.forEach(query -> space.require(query.embedding()));
      }
      return Search.run(snapshot, queries, dot, workers);
    });
  }

  @Override
  public void scan(Filter filter, Consumer<IndexItem> each) {
    int _ =
        reading(snapshot -> {
          int passed = 0;
          for (Part part : snapshot.parts()) {
            int rows = part.segment().rows();
            Deletions deletions = part.deletions();
            for (int row = deletions.nextKept(0); row < rows; row = deletions.nextKept(row + 1)) {
              if (filter.matches(part.segment().fields(row))) {
                each.accept(item(snapshot, part, row));
                passed++;
              }
            }
          }
          return passed;
        });
  }

  /// Reads all committed vectors and compares them with their checksums. Opening an index does so
  /// with all else.
  ///
  /// @throws IndexException if one has changed since it was written
  public void verify() {
    int _ =
        reading(snapshot -> {
          snapshot.parts().forEach(part -> part.segment().requireWhole());
          return snapshot.parts().size();
        });
  }

  @Override
  public long size() {
    return reading(Snapshot::size);
  }

  @Override
  public Optional<IndexSpace> space() {
    return reading(snapshot -> Optional.ofNullable(snapshot.space()));
  }

  private <T> T reading(Function<Snapshot, T> body) {
    Snapshot snapshot = retained();
    try {
      snapshot.requireThere();
      return body.apply(snapshot);
    } catch (InternalError e) { // what the JVM makes of a page that the system can't read
      throw Damage.in(name, "a file was cut short, or the disk fails: " + e.getMessage(), e);
    } finally {
      snapshot.release();
    }
  }

  /// The last commit; the caller releases it.
  private Snapshot retained() {
    while (!closed) {
      Snapshot snapshot = current;
      if (snapshot.tryRetain()) { // else a commit came between
        return snapshot;
      }
    }
    throw closedAlready();
  }

  /// Frees what it holds, as soon as searches that are under way have ended. Changes since the last
  /// commit are lost.
  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        current.release();
        if (writer != null) {
          writer.close();
        }
        if (store != null) {
          store.close();
        }
        workers.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
