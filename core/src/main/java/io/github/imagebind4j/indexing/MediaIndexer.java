package io.github.imagebind4j.indexing;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.media.MediaDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Fills an index from files, and keeps it true to them when run again.
///
/// ```java
/// try (ImageBind model = ImageBind.load(file); EmbeddingIndex index = LuceneIndex.open(folder)) {
///   MediaIndexer indexer = new MediaIndexer(model, index, IndexingOptions.DEFAULT);
///   IndexingReport report = indexer.run(
///       List.of(new FolderCollection(photos, SenseRules.CONVENTIONS, Set.of(folder))), IndexingListener.NONE);
/// }
/// ```
///
/// Files are recognised by content; sounds and videos longer than a segment become one item for
/// each segment and track. An item's id is its file's path and a media fragment, its fields say
/// what and where it is. What is unchanged is skipped: of one size and time, or else of one
/// SHA-256. All that a later run has to know is in the items themselves and committed with them, so
/// a run may be killed at any moment: the next one goes on after the last commit. A file that fails
/// is reported, and what the index had of it before stays.
///
/// However many files there are, few are in memory at once, and 16 bytes of each other.
///
/// For one thread; do not run two on one index at a time.
public final class MediaIndexer {
  private static final int REMOVE_AT_ONCE = 1000;

  private final ImageBind model;
  private final EmbeddingIndex index;
  private final IndexingOptions options;
  private @Nullable FairRanking ranking;

  /// Makes an indexer.
  ///
  /// @param model embeds; must be the one whose vectors the index has
  /// @param index is filled
  /// @param options how files become items
  public MediaIndexer(ImageBind model, EmbeddingIndex index, IndexingOptions options) {
    this.model = model;
    this.index = index;
    this.options = options;
  }

  /// Indexes collections. Items of theirs whose files are gone or have changed are dropped at the
  /// end, if the walks came to theirs.
  ///
  /// @param collections folders and the like; files in several of them are indexed once
  /// @param listener is told how it goes on
  /// @return what was done
  /// @throws io.github.imagebind4j.error.InputException if the index is of another model, or there
  ///   is no such collection; then nothing was done
  /// @throws io.github.imagebind4j.error.IndexException if the index can't be written; what was
  ///   committed is safe
  /// @throws java.util.concurrent.CancellationException if this thread is interrupted
  public IndexingReport run(List<MediaCollection> collections, IndexingListener listener) {
    requireModel();
    List<MediaCollection.Walk> walks = collections.stream().map(MediaCollection::walk).toList();
    Ledger ledger = new Ledger(index, options, listener);
    boolean complete;
    try (PartSource source =
        new PartSource(
            model, index, MediaDecoder.standard(), options, ledger, new ArrayDeque<>(walks))) {
      embed(source, ledger);
      complete = source.isExhausted();
    }
    ledger.commit();
    return ledger.report(complete ? sweep(walks, ledger) : 0);
  }

  private void requireModel() {
    index
        .space()
        .ifPresent(space -> {
          if (!space.fingerprint().equals(model.fingerprint())) {
            throw new ConfigException(
                "this index holds vectors of model "
                    + space.fingerprint()
                    + ", but the model that was loaded is "
                    + model.fingerprint()
                    + "; use the one it was made with and the same profiles, or make a new index");
          }
        });
  }

  /// What is usual in the index as the last run left it, learned on the way.
  ///
  /// @return the ranking; null before the first run, and of an empty index
  public @Nullable FairRanking ranking() {
    return ranking;
  }

  private void embed(PartSource source, Ledger ledger) {
    Queue<Part> waiting = new ConcurrentLinkedQueue<>(); // outcomes come in the parts' order
    Iterator<Input> inputs =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return source.hasNext();
          }

          @Override
          public Input next() {
            Part part = source.next();
            waiting.add(part);
            return part.input();
          }
        };
    model.embedAll(inputs, outcome -> record(waiting.remove(), outcome, ledger));
  }

  private static void record(Part part, Embedder.Outcome outcome, Ledger ledger) {
    switch (outcome) {
      case Embedder.Embedded done -> {
        @Nullable IndexItem item = null;
        try {
          item = new IndexItem(part.id(), done.embedding(), part.fields());
        } catch (ImageBindException e) { // a path of more than 4,096 characters
          ledger.failed(part.run(), part.main(), e);
        }
        ledger.done(part.run(), item);
      }
      case Embedder.Failed failure -> {
        ledger.failed(part.run(), part.main(), failure.reason());
        ledger.done(part.run(), null);
      }
    }
  }

  /// Drops what is gone, and learns what is usual among the rest.
  private long sweep(List<MediaCollection.Walk> walks, Ledger ledger) {
    FairRanking.Learner learner = FairRanking.learner();
    List<String> gone = new ArrayList<>();
    long[] seen = {0};
    Consumer<IndexItem> look =
        item -> {
          boolean drop =
              switch (ledger.fate(item)) {
                case SAME -> false;
                case CHANGED -> true; // a piece of what the file was before
                case NOT_SEEN ->
                    options.dropGone()
                        && walks.stream().anyMatch(walk -> walk.covers(item.fields()));
              };
          if (drop) {
            gone.add(item.id());
          } else {
            learner.see(item);
            seen[0]++;
          }
        };
    index.scan(Filter.ALL, look);
    for (int from = 0; from < gone.size(); from += REMOVE_AT_ONCE) {
      index.remove(gone.subList(from, Math.min(gone.size(), from + REMOVE_AT_ONCE)));
    }
    if (!gone.isEmpty()) {
      index.commit();
    }
    ranking = seen[0] == 0 ? null : learner.result();
    return gone.size();
  }
}
