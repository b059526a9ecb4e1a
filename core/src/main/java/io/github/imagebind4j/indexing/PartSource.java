package io.github.imagebind4j.indexing;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// All parts that have to be embedded, of all files of all walks, found one by one: files that are
/// known and unchanged have none.
///
/// Drawn by one thread; may be closed by another.
final class PartSource implements Iterator<Part>, AutoCloseable {
  private final ImageBind model;
  private final EmbeddingIndex index;
  private final MediaDecoder decoder;
  private final IndexingOptions options;
  private final Ledger ledger;
  private final Queue<MediaCollection.Walk> walks;
  private final Object lock = new Object();
  private @Nullable FileParts current;
  private @Nullable Part next;
  private boolean closed;

  PartSource(
      ImageBind model,
      EmbeddingIndex index,
      MediaDecoder decoder,
      IndexingOptions options,
      Ledger ledger,
      Queue<MediaCollection.Walk> walks) {
    this.model = model;
    this.index = index;
    this.decoder = decoder;
    this.options = options;
    this.ledger = ledger;
    this.walks = walks;
  }

  @Override
  public boolean hasNext() {
    synchronized (lock) {
      while (next == null && !closed && !Thread.currentThread().isInterrupted()) {
        if (current != null) {
          fromFile(current);
        } else if (!fromWalk()) {
          return false;
        }
      }
      return next != null;
    }
  }

  @Override
  public Part next() {
    synchronized (lock) {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Part part = next;
      next = null;
      return part;
    }
  }

  private void fromFile(FileParts parts) {
    try {
      Optional<Part> part = parts.next();
      if (part.isPresent()) {
        next = part.get();
        return;
      }
    } catch (IndexException e) {
      throw e; // no file's fault
    } catch (ImageBindException e) {
      ledger.failed(parts.run(), parts.isOnMainTrack(), e);
    }
    parts.close();
    current = null;
    parts.run().producedAll();
    ledger.maybeFinished(parts.run());
  }

  /// @return false at the end of the last walk
  private boolean fromWalk() {
    MediaCollection.Walk walk = walks.peek();
    if (walk == null) {
      return false;
    }
    if (!walk.hasNext()) {
      walks.remove();
      return true;
    }
    switch (walk.next()) {
      case MediaCollection.Broken(String name, ImageBindException reason) ->
          ledger.failed(name, reason);
      case MediaCollection.Found(MediaFile file) -> {
        if (ledger.isNew(file)) {
          look(file);
        }
      }
    }
    return true;
  }

  private void look(MediaFile file) {
    try {
      Optional<Known> known = Known.find(index, file, options);
      if (known.isPresent() && file.text().isEmpty() && known.get().looksUnchanged()) {
        unchanged(known.get());
        return;
      }
      MediaSource source = file.opener().get();
      String sha256 = file.text().map(Digest::of).orElse("");
      if (known.isPresent()) {
        sha256 = sha256.isEmpty() ? Digest.of(source) : sha256;
        if (known.get().hasContent(sha256)) {
          unchanged(known.get());
          return;
        }
      }
      Optional<Recognition> recognised = Recognition.of(file, source, decoder, options);
      if (recognised.isEmpty()) {
        ledger.passedOver(file);
        return;
      }
      sha256 = sha256.isEmpty() ? Digest.of(source) : sha256;
      begin(file, sha256, recognised.get());
    } catch (IndexException e) {
      throw e;
    } catch (ImageBindException e) {
      ledger.failed(file, e);
    } catch (OutOfMemoryError e) { // one huge allocation failed: the heap itself is sound
      ledger.failed(
          file,
          new MediaException(
              file.key() + " does not fit into the Java heap; raise it with -Xmx", e));
    }
  }

  private void unchanged(Known known) {
    ledger.unchanged(
        known.file(), known.content(), known.isWrittenRight() ? List.of() : known.rewritten(index));
  }

  private void begin(MediaFile file, String sha256, Recognition recognition) {
    Map<String, Object> fields =
        ItemFields.ofFile(
            file, sha256, recognition.kind(), recognition.recipe(), recognition.info());
    FileRun run = new FileRun(file, ItemFields.content(sha256, recognition.recipe()));
    current =
        new FileParts(model, index, options, run, fields, recognition.cut(), recognition.tracks());
  }

  /// Whether all walks came to their end.
  boolean isExhausted() {
    synchronized (lock) {
      return !closed && walks.isEmpty() && current == null && next == null;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      FileParts parts = current;
      if (parts != null) {
        parts.close();
        current = null;
      }
    }
  }
}
