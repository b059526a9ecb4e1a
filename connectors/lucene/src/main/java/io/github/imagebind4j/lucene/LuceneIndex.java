package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.index.IndexSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// An index in a folder, for millions of items: approximate search by Lucene's graphs (HNSW, Malkov
/// and Yashunin 2018), filters by its terms and points.
///
/// Scores are true cosines whatever the quantization, for the best candidates are ranked by the
/// full-precision vectors. When not more than 4,096 items fit the filter, or as many as candidates
/// were asked for, all of them are compared: no item is missed then. [IndexQuery#effort()] is the
/// number of candidates, by default 100, and 400 with one bit (twice and four times `k`, if that is
/// more). Bytes order them so well that only the best quarter, at least 30 and three times `k`, is
/// ranked by full-precision vectors.
///
/// One process writes an index at a time, by one `LuceneIndex`; others may read its last commit at
/// the time of opening. An index is whole at any moment: killed, cut off from power or out of disk,
/// it has all of its last commit. Start the JVM with `--add-modules jdk.incubator.vector`, or
/// building and searching take about twice as long (of bits: building half as long again).
///
/// Safe for use by any thread; several threads that put at once build faster than one.
public final class LuceneIndex implements EmbeddingIndex {
  private final Path folder;
  private final Failures failures;
  private final Directory directory;
  private final SearcherManager searchers;
  private final @Nullable Writing writing;
  private final ReadWriteLock changing = new ReentrantReadWriteLock();
  private volatile IndexLabel label;

  private LuceneIndex(
      Path folder,
      Directory directory,
      @Nullable Writing writing,
      IndexLabel label,
      SearcherManager searchers) {
    this.folder = folder;
    this.failures = new Failures(folder.toString());
    this.directory = directory;
    this.writing = writing;
    this.label = label;
    this.searchers = searchers;
  }

  /// Opens an index for writing, or makes one.
  ///
  /// @param folder of the index; made if it is not there, else it holds an index or no files
  /// @param options how to make it; for an existing one, quantization and connections must be its
  ///   own
  /// @return the index, which the caller closes
  /// @throws IndexException if another one writes it, it is damaged, of another format or of other
  ///   options, or the folder may not be written or holds other files
  public static LuceneIndex open(Path folder, LuceneOptions options) {
    return open(folder, options, MMapDirectory::new);
  }

  /// Opens an existing index for writing, with the options it was made with.
  ///
  /// @param folder of the index
  /// @return the index, which the caller closes
  /// @throws IndexException if there is none, another one writes it, it is damaged or of another
  ///   format, or the folder may not be written
  public static LuceneIndex open(Path folder) {
    LuceneOptions options;
    try (LuceneIndex index = openReadOnly(folder)) {
      options = index.options();
    }
    return open(folder, options);
  }

  /// Opens an index for reading. It stays as it was at this moment, whatever is written meanwhile.
  ///
  /// @param folder of the index
  /// @return the index, which the caller closes; it can't be changed
  /// @throws IndexException if there is none, or it is damaged or of another format
  public static LuceneIndex openReadOnly(Path folder) {
    Failures failures = new Failures(folder.toString());
    return failures.guard(() -> {
      LuceneFolder.requireThere(folder, failures);
      Directory directory = new MMapDirectory(folder);
      try {
        return openReadOnly(folder, directory, failures);
      } catch (IOException | RuntimeException e) {
        IOUtils.closeWhileHandlingException(directory);
        throw e;
      }
    });
  }

  /// Label and items are of the same commit, whatever another process commits meanwhile.
  private static LuceneIndex openReadOnly(Path folder, Directory directory, Failures failures)
      throws IOException {
    DirectoryReader reader = DirectoryReader.open(directory);
    try {
      IndexLabel label = IndexLabel.of(reader.getIndexCommit().getUserData(), failures);
      return new LuceneIndex(folder, directory, null, label, new SearcherManager(reader, null));
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(reader);
      throw e;
    }
  }

  /// Where Lucene keeps its files.
  @FunctionalInterface
  interface Storage {
    Directory open(Path folder) throws IOException;
  }

  static LuceneIndex open(Path folder, LuceneOptions options, Storage storage) {
    Failures failures = new Failures(folder.toString());
    return failures.guard(() -> {
      LuceneFolder.requireNoFile(folder, failures);
      Directory directory = storage.open(folder);
      try {
        return open(folder, options, directory, failures);
      } catch (IOException | RuntimeException e) {
        IOUtils.closeWhileHandlingException(directory);
        throw e;
      }
    });
  }

  private static LuceneIndex open(
      Path folder, LuceneOptions options, Directory directory, Failures failures)
      throws IOException {
    @Nullable IndexLabel found = null;
    if (DirectoryReader.indexExists(directory)) { // looked at before a writer may touch it
      Map<String, String> said = SegmentInfos.readLatestCommit(directory).getUserData();
      found = IndexLabel.of(said, failures);
      found.requireSameKind(options, failures);
    } else {
      LuceneFolder.requireNoOtherFiles(folder, failures);
    }
    Writing writing = Writing.open(directory, options);
    try {
      IndexLabel label = new IndexLabel(options, found == null ? null : found.space());
      if (found == null) {
        writing.writer().setLiveCommitData(label.toMap().entrySet());
        writing.writer().commit();
      }
      SearcherManager searchers = new SearcherManager(directory, null);
      return new LuceneIndex(folder, directory, writing, label, searchers);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(writing);
      throw e;
    }
  }

  /// How it keeps vectors.
  ///
  /// @return its options
  public LuceneOptions options() {
    return label.options();
  }

  /// {@inheritDoc}
  ///
  /// @throws InputException also if a vector has more than 16,384 dimensions, or the index would
  ///   get more than 2,000 names of fields
  /// @throws IndexException also if it was opened for reading only
  @Override
  public void put(Collection<IndexItem> items) {
    IndexWriter writer = writing().writer();
    List<IndexItem> all = List.copyOf(items);
    changing.readLock().lock();
    try {
      accept(all, writer);
      failures.guard(() -> {
        for (IndexItem item : all) {
          writer.updateDocument(ItemDocument.idTerm(item.id()), ItemDocument.write(item));
        }
        return true;
      });
    } finally {
      changing.readLock().unlock();
    }
  }

  private synchronized void accept(List<IndexItem> items, IndexWriter writer) {
    @Nullable IndexSpace space = label.space();
    for (IndexItem item : items) {
      space = space == null ? IndexSpace.of(item.embedding()) : space;
      space.require(item.embedding());
    }
    if (space == null) {
      return;
    }
    VectorCodec.requireFew(space.dimension());
    ItemDocument.requireFewNames(items, writer.getFieldNames());
    if (label.space() == null) {
      label = label.withSpace(space);
      writer.setLiveCommitData(label.toMap().entrySet());
    }
  }

  @Override
  public void remove(Collection<String> ids) {
    IndexWriter writer = writing().writer();
    changing.readLock().lock();
    try {
      failures.guard(() -> {
        for (String id : ids) {
          writer.deleteDocuments(ItemDocument.idTerm(id));
        }
        return true;
      });
    } finally {
      changing.readLock().unlock();
    }
  }

  @Override
  public void commit() {
    IndexWriter writer = writing().writer();
    changing.writeLock().lock();
    try {
      failures.guard(() -> {
        writer.commit();
        searchers.maybeRefreshBlocking();
        return true;
      });
    } finally {
      changing.writeLock().unlock();
    }
  }

  private Writing writing() {
    if (writing == null) {
      throw failures.failure("is open for reading only", "open it by LuceneIndex.open", null);
    }
    return writing;
  }

  @Override
  public Optional<IndexItem> get(String id) {
    return viewing(view -> {
      Optional<View.ItemAt> found = view.find(id);
      return found.isEmpty() ? Optional.empty() : Optional.of(found.get().read(fingerprint()));
    });
  }

  /// Of an index with items.
  private String fingerprint() {
    return Objects.requireNonNull(label.space()).fingerprint();
  }

  @Override
  public List<Hit> search(IndexQuery query) {
    @Nullable IndexSpace space = label.space();
    if (space == null) {
      return List.of();
    }
    space.require(query.embedding());
    Effort effort = Effort.of(query, label.options().quantization());
    return viewing(view -> new NearestSearch(view.searcher(), query, effort).run());
  }

  @Override
  public void scan(Filter filter, Consumer<IndexItem> each) {
    IndexSearcher searcher = failures.guard(searchers::acquire);
    try {
      View.Cursor cursor = failures.guard(() -> new View(searcher).scan(filter));
      while (true) {
        Optional<IndexItem> item = failures.guard(() -> next(cursor));
        if (item.isEmpty()) {
          return;
        }
        each.accept(item.get()); // what it throws is its own
      }
    } finally {
      release(searcher);
    }
  }

  private Optional<IndexItem> next(View.Cursor cursor) throws IOException {
    View.@Nullable ItemAt at = cursor.next();
    return at == null ? Optional.empty() : Optional.of(at.read(fingerprint()));
  }

  @Override
  public long size() {
    return viewing(view -> (long) view.searcher().getIndexReader().numDocs());
  }

  @Override
  public Optional<IndexSpace> space() {
    return Optional.ofNullable(label.space());
  }

  /// Writes a copy of the last commit, in a moment where the file system has hard links: committed
  /// files never change. The copy is there whole, or not at all, and can be opened by itself. On
  /// the same disk it shares the files' content with the index, so that it does not guard against a
  /// failing disk; move it elsewhere for that.
  ///
  /// @param to a folder that is not there yet, or empty
  /// @throws IndexException if it can't be written, or something is there
  public void snapshot(Path to) {
    failures.guard(() -> {
      if (writing == null) {
        FolderSnapshot.writeLast(folder, directory, to, failures);
      } else {
        writing.withLastCommit(commit -> FolderSnapshot.write(folder, commit, to, failures));
      }
      return true;
    });
  }

  /// Merges all segments to one, which makes searches faster and truer, forgets removed items, and
  /// commits, with whatever was put and removed before. Takes up to about as long as putting the
  /// items did, and meanwhile up to three times the disk space.
  ///
  /// @throws IndexException if it can't be written
  public void compact() {
    IndexWriter writer = writing().writer();
    failures.guard(() -> {
      writer.forceMerge(1);
      return true;
    });
    commit();
  }

  /// Reads everything and checks it against its checksums. Opening an index finds files that are
  /// missing or cut short, but not every damaged byte, since it does not read all.
  ///
  /// @throws IndexException if something is damaged, naming the file
  public void verify() {
    viewing(view -> {
      for (LeafReaderContext leaf : view.searcher().getIndexReader().leaves()) {
        leaf.reader().checkIntegrity();
      }
      return true;
    });
  }

  /// How much of the disk it takes.
  ///
  /// @return bytes of all its files
  public long diskBytes() {
    return failures.guard(() -> LuceneFolder.bytes(directory));
  }

  /// What reads a commit.
  private interface Reading<T> {
    T of(View view) throws IOException;
  }

  private <T> T viewing(Reading<T> reading) {
    IndexSearcher searcher = failures.guard(searchers::acquire);
    try {
      return failures.guard(() -> reading.of(new View(searcher)));
    } finally {
      release(searcher);
    }
  }

  private void release(IndexSearcher searcher) {
    failures.guard(() -> {
      searchers.release(searcher);
      return true;
    });
  }

  @Override
  public void close() {
    failures.guard(() -> {
      IOUtils.close(writing, searchers, directory);
      return true;
    });
  }
}
