package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.IndexItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file on its way. Its head, the item that a later run looks for to see whether the file is
/// done, comes last, so that a file cut short by a kill is not taken for done.
///
/// Safe for use by any thread.
final class FileRun {
  private final MediaFile file;
  private final long content;
  private int open; // parts without an outcome
  private boolean producedAll;
  private boolean failed;
  private boolean reported;
  private boolean finished;
  private @Nullable String headId;
  private @Nullable IndexItem head;

  /// @param content as [ItemFields#content]
  FileRun(MediaFile file, long content) {
    this.file = file;
    this.content = content;
  }

  MediaFile file() {
    return file;
  }

  long content() {
    return content;
  }

  /// A part goes to the model.
  ///
  /// @param isHead whether its item is the head
  synchronized void produced(String id, boolean isHead) {
    open++;
    if (isHead) {
      headId = id;
    }
  }

  /// There are no more parts.
  synchronized void producedAll() {
    producedAll = true;
  }

  /// Something of it failed.
  ///
  /// @param main whether on the main track, so that the file does not count as indexed
  /// @return whether it is the first time
  synchronized boolean failed(boolean main) {
    boolean first = !reported;
    reported = true;
    failed |= main;
    return first;
  }

  synchronized boolean hasFailed() {
    return failed;
  }

  /// A part has its outcome.
  ///
  /// @param item null if it failed
  /// @return what can be written now
  synchronized List<IndexItem> done(@Nullable IndexItem item) {
    open--;
    if (item == null) {
      return List.of();
    }
    if (item.id().equals(headId)) {
      head = item;
      return List.of();
    }
    return List.of(item);
  }

  /// Whether this call is the one that finds the file complete, failed or not.
  synchronized boolean finishes() {
    if (finished || !producedAll || open > 0) {
      return false;
    }
    finished = true;
    return true;
  }

  /// The last item to write, once finished.
  synchronized List<IndexItem> head() {
    IndexItem item = head;
    return item == null || failed ? List.of() : List.of(item);
  }
}
