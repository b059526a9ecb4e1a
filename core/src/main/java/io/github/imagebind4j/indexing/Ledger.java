package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.IndexItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the files, and the writing into the index, with commits in between.
///
/// Safe for use by any thread.
final class Ledger {
  private static final int BATCH = 128;

  private final EmbeddingIndex index;
  private final IndexingOptions options;
  private final IndexingListener listener;
  private final Visited visited = new Visited();
  private final List<IndexItem> batch = new ArrayList<>();
  private final List<IndexingReport.Failure> failures = new ArrayList<>();
  private long files;
  private long indexed;
  private long unchanged;
  private long passedOver;
  private long added;
  private long sinceCommit;
  private long lastCommit = System.nanoTime();

  Ledger(EmbeddingIndex index, IndexingOptions options, IndexingListener listener) {
    this.index = index;
    this.options = options;
    this.listener = listener;
  }

  /// Whether a file comes for the first time in this run: collections may overlap.
  synchronized boolean isNew(MediaFile file) {
    if (visited.contains(file.key())) {
      return false;
    }
    visited.put(file.key(), Visited.KEEP); // until more is known
    files++;
    return true;
  }

  synchronized void unchanged(MediaFile file, long content, List<IndexItem> rewritten) {
    unchanged++;
    visited.put(file.key(), content);
    write(rewritten);
    listener.fileDone(file.key());
  }

  synchronized void passedOver(MediaFile file) {
    passedOver++;
    visited.put(file.key(), 1); // what it may have been before is gone
    listener.fileDone(file.key());
  }

  synchronized void failed(String name, ImageBindException reason) {
    failures.add(new IndexingReport.Failure(name, reason));
    listener.failed(name, reason);
    listener.fileDone(name);
  }

  synchronized void failed(MediaFile file, ImageBindException reason) {
    failed(file.key(), reason);
  }

  /// A part could not be made or embedded. Of a file the first reason counts.
  ///
  /// @param main whether on the main track
  synchronized void failed(FileRun run, boolean main, ImageBindException reason) {
    if (run.failed(main)) {
      failures.add(new IndexingReport.Failure(run.file().key(), reason));
      listener.failed(run.file().key(), reason);
    }
  }

  /// A part was embedded, or failed.
  ///
  /// @param item null if it failed
  synchronized void done(FileRun run, @Nullable IndexItem item) {
    if (item != null) {
      added++;
      listener.itemDone(item.id());
    }
    write(run.done(item));
    maybeFinished(run);
  }

  synchronized void maybeFinished(FileRun run) {
    if (!run.finishes()) {
      return;
    }
    write(run.head());
    if (!run.hasFailed()) {
      visited.put(run.file().key(), run.content());
      indexed++;
    }
    listener.fileDone(run.file().key());
  }

  private void write(List<IndexItem> items) {
    batch.addAll(items);
    sinceCommit += items.size();
    if (batch.size() >= BATCH) {
      flush();
    }
    if (sinceCommit >= options.commitItems()
        || (sinceCommit > 0 && System.nanoTime() - lastCommit >= options.commitEvery().toNanos())) {
      commit();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      index.put(batch);
      batch.clear();
    }
  }

  /// Makes all that was done lasting.
  synchronized void commit() {
    flush();
    index.commit();
    listener.committed(sinceCommit);
    sinceCommit = 0;
    lastCommit = System.nanoTime();
  }

  /// What became of an item's file.
  enum Fate {
    /// It is there, and holds what the item was made of.
    SAME,
    /// It is there, but holds something else, or was cut otherwise.
    CHANGED,
    /// No walk came by it.
    NOT_SEEN
  }

  synchronized Fate fate(IndexItem item) {
    String key = ItemFields.key(item.fields());
    if (!visited.contains(key)) {
      return Fate.NOT_SEEN;
    }
    long content = visited.get(key);
    return content == Visited.KEEP || content == ItemFields.content(item.fields())
        ? Fate.SAME
        : Fate.CHANGED;
  }

  synchronized IndexingReport report(long dropped) {
    return new IndexingReport(
        files, indexed, unchanged, passedOver, added, dropped, failures, index.size());
  }
}
