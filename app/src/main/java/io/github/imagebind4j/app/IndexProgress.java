package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.indexing.IndexingListener;
import io.github.imagebind4j.indexing.MediaCollection;
import java.util.List;

/// Shows how indexing goes on: files of all files, which another thread counts meanwhile, so that
/// the time that is left can be told soon.
final class IndexProgress implements IndexingListener, AutoCloseable {
  private final Progress progress;
  private final Thread counter;
  private volatile long total = -1;
  private long files;
  private long items;
  private long failed;

  private IndexProgress(Progress progress, List<MediaCollection> collections) {
    this.progress = progress;
    this.counter =
        Thread.ofPlatform()
            .daemon()
            .name("imagebind4j-counter")
            .unstarted(() -> count(collections));
  }

  static IndexProgress start(Console console, List<MediaCollection> collections) {
    IndexProgress progress =
        new IndexProgress(Progress.ofItems(console, "indexing", -1), collections);
    if (console.wantsProgress()) {
      progress.counter.start();
    }
    return progress;
  }

  private void count(List<MediaCollection> collections) {
    long sum = 0;
    for (MediaCollection collection : collections) {
      long count = collection.count();
      if (count < 0) {
        return;
      }
      sum += count;
    }
    total = sum;
  }

  @Override
  public synchronized void fileDone(String name) {
    files++;
    show();
  }

  @Override
  public synchronized void itemDone(String id) {
    items++;
    show();
  }

  @Override
  public synchronized void failed(String name, ImageBindException reason) {
    failed++;
  }

  private void show() {
    String task = Counts.of(items, "item") + (failed == 0 ? "" : ", " + failed + " failed");
    progress.show(task, files, total < 0 ? -1 : Math.max(total, files));
  }

  @Override
  public void close() {
    counter.interrupt();
    progress.close();
  }
}
