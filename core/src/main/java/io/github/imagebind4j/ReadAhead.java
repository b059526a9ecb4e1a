package io.github.imagebind4j;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Input;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Reads, decodes and preprocesses inputs while the model is busy with earlier ones, and hands them
/// out in their order.
///
/// One thread draws the inputs, for the source may block. Each input is then prepared by a virtual
/// thread of its own, of which no more work at once than there are permits: decoders are native
/// code and keep their processor. The [Backlog] bounds how far ahead all this gets.
///
/// For one consumer, which closes it.
final class ReadAhead implements AutoCloseable {
  /// How long the source may be silent, with nothing left to prepare, before [#next] says so.
  private static final Duration SILENCE = Duration.ofMillis(50);

  /// How long one input may take to prepare before [#next] says that it has nothing yet.
  private static final Duration SLOWNESS = Duration.ofSeconds(1);

  /// How long [#close] waits for files that are being decoded.
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /// What there is to do next.
  sealed interface Next {
    /// An input is ready or has failed.
    ///
    /// @param bytes what it counts in the backlog
    record Arrived(Prepared prepared, long bytes) implements Next {}

    /// Nothing yet.
    record Waiting() implements Next {}

    /// There are no more inputs.
    record Ended() implements Next {}
  }

  /// An input that is being prepared.
  private record Slot(Input input, long expected, CompletableFuture<Prepared> prepared) {}

  private enum State {
    QUEUED,
    RUNNING,
    CANCELLED
  }

  private final Iterator<? extends Input> source;
  private final InputPreprocessor preprocessor;
  private final Semaphore decoders;
  private final int allDecoders;
  private final Backlog backlog;
  private final LinkedBlockingQueue<Optional<Slot>> slots = new LinkedBlockingQueue<>();
  private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
  private final Thread reader;
  private volatile boolean closed;
  private volatile @Nullable Throwable sourceFailure;
  private @Nullable Slot head;

  /// @param decoders as many permits as inputs may be prepared at once, shared by all of a model
  /// @param allDecoders how many permits that is
  ReadAhead(
      Iterator<? extends Input> source,
      InputPreprocessor preprocessor,
      Semaphore decoders,
      int allDecoders,
      Backlog backlog) {
    this.source = source;
    this.preprocessor = preprocessor;
    this.decoders = decoders;
    this.allDecoders = allDecoders;
    this.backlog = backlog;
    this.reader = Thread.ofPlatform().daemon().name("imagebind4j-source").unstarted(this::read);
  }

  void start() {
    reader.start();
  }

  /// Waits for the next input in order.
  ///
  /// @param patient whether to wait however long it takes
  Next next(boolean patient) throws InterruptedException {
    Slot slot = head;
    if (slot == null) {
      Optional<Slot> drawn =
          patient ? slots.take() : slots.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (drawn == null) {
        return new Next.Waiting();
      }
      if (drawn.isEmpty()) {
        return ended();
      }
      slot = drawn.get();
      head = slot;
    }
    try {
      Prepared prepared =
          patient
              ? slot.prepared.get()
              : slot.prepared.get(SLOWNESS.toMillis(), TimeUnit.MILLISECONDS);
      head = null;
      return arrived(slot, prepared);
    } catch (TimeoutException e) {
      return new Next.Waiting();
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private Next arrived(Slot slot, Prepared prepared) {
    long bytes =
        switch (prepared) {
          case Prepared.Ready ready -> ready.bytes();
          case Prepared.Unreadable _ -> 0;
        };
    backlog.resize(slot.expected, bytes);
    return new Next.Arrived(prepared, bytes);
  }

  private Next ended() {
    slots.add(Optional.empty()); // whoever asks again gets the same answer
    return new Next.Ended();
  }

  /// Throws what the source itself threw after its last input.
  void rethrowSourceFailure() {
    Throwable failure = sourceFailure;
    if (failure != null) {
      throw unchecked(failure);
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable e) {
    return switch (e) {
      case RuntimeException runtime -> runtime;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }

  private void read() {
    try {
      while (!closed && source.hasNext()) {
        Input input = source.next();
        long expected = preprocessor.expectedBytes(input);
        backlog.enter(expected);
        Slot slot = new Slot(input, expected, new CompletableFuture<>());
        slots.add(Optional.of(slot));
        new Worker(slot).start();
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for more.
    } catch (RuntimeException | Error e) {
      sourceFailure = e;
    } finally {
      slots.add(Optional.empty());
    }
  }

  /// Prepares one input.
  private final class Worker implements Runnable {
    private final Slot slot;
    private final Thread thread = Thread.ofVirtual().name("imagebind4j-decoder").unstarted(this);
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);

    Worker(Slot slot) {
      this.slot = slot;
    }

    void start() {
      workers.add(this);
      thread.start();
    }

    /// Keeps a worker that waits for its turn from starting. One that is at it is left alone: an
    /// interrupt while native libraries load would break them for good.
    void cancel() {
      if (state.compareAndSet(State.QUEUED, State.CANCELLED)) {
        thread.interrupt();
      }
    }

    @Override
    public void run() {
      try {
        Prepared first = withPermits(1, true);
        slot.prepared.complete(first == null ? alone() : first);
      } catch (InterruptedException e) {
        // Cancelled: nobody waits for it.
      } catch (RuntimeException | Error e) {
        slot.prepared.completeExceptionally(e);
      } finally {
        workers.remove(this);
      }
    }

    /// The heap may have run out only because of what is being decoded beside.
    private Prepared alone() throws InterruptedException {
      Prepared again = withPermits(allDecoders, false);
      return again != null ? again : new Prepared.Unreadable(slot.input, tooLarge(slot.input));
    }

    /// @return null if the heap ran out, which of one huge allocation leaves it sound
    private @Nullable Prepared withPermits(int permits, boolean first) throws InterruptedException {
      decoders.acquire(permits);
      try {
        if (first && !state.compareAndSet(State.QUEUED, State.RUNNING)) {
          throw new InterruptedException();
        }
        Input input = slot.input;
        return new Prepared.Ready(input, TensorKey.of(input.modality(), preprocessor.apply(input)));
      } catch (ImageBindException e) {
        return new Prepared.Unreadable(slot.input, e);
      } catch (OutOfMemoryError e) {
        return null;
      } finally {
        decoders.release(permits);
      }
    }
  }

  private static MediaException tooLarge(Input input) {
    long heapMb = Runtime.getRuntime().maxMemory() >> 20;
    return new MediaException(
        input.name()
            + " does not fit into the Java heap of "
            + heapMb
            + " MB once it is decoded; raise it with -Xmx, or shorten the file");
  }

  /// Stops drawing, cancels what has not begun, and waits for the rest: at most one file for each
  /// permit. A source that does not let itself be interrupted keeps its thread until it returns.
  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    try {
      workers.forEach(Worker::cancel);
      boolean _ = reader.join(SILENCE.multipliedBy(4));
      workers.forEach(Worker::cancel); // those that were begun in between
      for (Worker worker : workers) {
        boolean _ = worker.thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
