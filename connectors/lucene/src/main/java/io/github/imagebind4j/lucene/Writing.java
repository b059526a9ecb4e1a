package io.github.imagebind4j.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.Directory;

/// The one writer of an index, with the threads that merge its segments.
///
/// @param writer what writes
/// @param commits keeps the last commit, and those that are being copied
/// @param mergers run the parts of merges
record Writing(IndexWriter writer, SnapshotDeletionPolicy commits, ExecutorService mergers)
    implements Closeable {

  /// One thread merges graphs by joining them; several insert all vectors of the smaller ones anew,
  /// which is 1.7 times the work.
  private static final int WORTH_IT = 4;

  /// @throws IOException if another writes, or the folder may not be written
  static Writing open(Directory directory, LuceneOptions options) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = processors < WORTH_IT ? 1 : processors;
    ExecutorService mergers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("index-merge-", 0).factory());
    try {
      SnapshotDeletionPolicy commits =
          new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy());
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(VectorCodec.of(options, mergers, threads))
              .setRAMBufferSizeMB(options.ramBufferMb())
              .setIndexDeletionPolicy(commits)
              .setMergeScheduler(new QuietMergeScheduler())
              .setCommitOnClose(false);
      return new Writing(new IndexWriter(directory, config), commits, mergers);
    } catch (IOException | RuntimeException e) {
      mergers.shutdownNow();
      throw e;
    }
  }

  /// What is done with a commit.
  @FunctionalInterface
  interface Use {
    void of(IndexCommit commit) throws IOException;
  }

  /// Does something with the last commit, whose files stay meanwhile.
  void withLastCommit(Use use) throws IOException {
    IndexCommit commit = commits.snapshot();
    try {
      use.of(commit);
    } finally {
      commits.release(commit);
      writer.deleteUnusedFiles();
    }
  }

  /// Forgets what was not committed.
  @Override
  public void close() throws IOException {
    try {
      writer.rollback();
    } finally {
      mergers.shutdownNow();
    }
  }

  /// A merge that fails closes the writer with the reason, which the next call tells; without this
  /// it would be printed, too.
  private static final class QuietMergeScheduler extends ConcurrentMergeScheduler {
    @Override
    protected void handleMergeException(Throwable e) {}
  }
}
