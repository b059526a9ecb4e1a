package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.Input;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends items through a model and hands on what became of each, in the order given and as soon as
/// it is known. However many items there are, few are in memory at once.
final class EmbeddingRun {
  /// How many items that can't even be tried may wait for the results of those before them.
  private static final int MOST_BROKEN = 1000;

  /// Receives the results.
  interface Receiver {
    /// Takes an embedding.
    void embedded(String source, Embedding embedding);

    /// Takes the news that there is none.
    void failed(Item item, ImageBindException reason);
  }

  private final Receiver receiver;
  private final Console console;
  private final Progress progress;

  // The model draws items on one thread and gives results on another; one of them at a time.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private final Deque<Item> waiting = new ArrayDeque<>(); // drawn, without a result, in order
  private int broken; // of those
  private int exitCode = ExitCode.OK;

  EmbeddingRun(Receiver receiver, Console console, Progress progress) {
    this.receiver = receiver;
    this.console = console;
    this.progress = progress;
  }

  /// Works off all items.
  ///
  /// @return the exit code
  int run(ImageBind model, Iterator<Item> items) {
    model.embedAll(new Inputs(items), this::result);
    return exitCode;
  }

  /// The inputs of the items that can be tried; the others are set aside until it is their turn.
  private final class Inputs implements Iterator<Input> {
    private final Iterator<Item> items;
    private @Nullable Input next;

    Inputs(Iterator<Item> items) {
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      while (next == null && !Thread.currentThread().isInterrupted() && items.hasNext()) {
        Item item = items.next();
        drawn(item);
        if (item instanceof Item.Ready(Input input)) {
          next = input;
        }
      }
      return next != null;
    }

    @Override
    public Input next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Input input = next;
      next = null;
      return input;
    }
  }

  private void drawn(Item item) {
    lock.lock();
    try {
      waiting.add(item);
      broken += item instanceof Item.Broken ? 1 : 0;
      reportBroken();
      while (broken > MOST_BROKEN) {
        fewer.await(); // the model, out of work, gives the results it has
      }
    } catch (InterruptedException e) { // the run was given up
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void result(Embedder.Outcome outcome) {
    lock.lock();
    try {
      Item item = waiting.remove();
      switch (outcome) {
        case Embedder.Embedded done -> receiver.embedded(item.source(), done.embedding());
        case Embedder.Failed failure -> failed(item, failure.reason());
      }
      progress.advance(1);
      console.flush();
      reportBroken();
    } finally {
      lock.unlock();
    }
  }

  /// Reports the items before the first one that is still to be embedded.
  private void reportBroken() {
    while (waiting.peek() instanceof Item.Broken first) {
      waiting.remove();
      broken--;
      failed(first, first.reason());
      progress.advance(1);
      console.flush();
    }
    fewer.signalAll();
  }

  private void failed(Item item, ImageBindException reason) {
    console.error(message(item, reason));
    receiver.failed(item, reason);
    int code =
        reason instanceof MissingNativeException ? ExitCode.ENVIRONMENT : ExitCode.SOME_FAILED;
    exitCode = Math.max(exitCode, code);
  }

  /// The reason, with the item's name in front where it does not say it itself.
  static String message(Item item, ImageBindException reason) {
    String why = String.valueOf(reason.getMessage());
    return why.contains(item.source()) ? why : TextTable.shorten(item.source(), 60) + ": " + why;
  }
}
