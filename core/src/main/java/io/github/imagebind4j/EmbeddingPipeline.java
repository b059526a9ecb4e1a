package io.github.imagebind4j;

import io.github.imagebind4j.embedding.Embedder.Outcome;
import io.github.imagebind4j.input.Input;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// One run of inputs through preprocessing and model: [ReadAhead] prepares them on other threads,
/// this thread runs the model and hands over the outcomes in the order of the inputs.
///
/// What goes through the model together is decided by the order of the inputs and their tensors,
/// not by who was faster, so that a run can be repeated exactly. Only where the model would have
/// nothing to do, because the source is silent or a file takes long, a batch goes early.
final class EmbeddingPipeline {
  /// The most inputs whose outcome is still to come, half of them waiting for the model.
  static final int MOST_ITEMS = 1024;

  /// The most that the tensors of these may take, within bounds this share of the Java heap.
  private static final int SHARE_OF_HEAP = 8;

  private static final long LEAST_BYTES = 64L << 20;
  private static final long MOST_BYTES = 512L << 20;

  private final InputPreprocessor preprocessor;
  private final Semaphore decoders;
  private final int allDecoders;
  private final BatchEncoder encoder;
  private final OpenBatches open;
  private final Consumer<? super Outcome> to;
  private final long mostBytes;
  private final Backlog backlog;

  /// In the order of the inputs; the first has no outcome yet.
  private final Deque<Job> held = new ArrayDeque<>();

  private final Map<TensorKey, Job> leaders = new HashMap<>();
  private long heldBytes;

  EmbeddingPipeline(
      InputPreprocessor preprocessor,
      Semaphore decoders,
      int allDecoders,
      BatchLimits limits,
      BatchEncoder encoder,
      Consumer<? super Outcome> to) {
    this.preprocessor = preprocessor;
    this.decoders = decoders;
    this.allDecoders = allDecoders;
    this.encoder = encoder;
    this.open = new OpenBatches(limits);
    this.to = to;
    this.mostBytes = mostBytes();
    this.backlog = new Backlog(MOST_ITEMS, mostBytes);
  }

  static long mostBytes() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, LEAST_BYTES, MOST_BYTES);
  }

  /// Runs to the end of the source.
  ///
  /// @throws CancellationException if this thread is interrupted
  void run(Iterator<? extends Input> source) {
    try (ReadAhead ahead = new ReadAhead(source, preprocessor, decoders, allDecoders, backlog)) {
      ahead.start();
      while (step(ahead.next(open.isEmpty()))) {
        requireNotInterrupted();
      }
      ahead.rethrowSourceFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled =
          new CancellationException("embedding was interrupted; what was handed over is complete");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /// @return whether there may be more
  private boolean step(ReadAhead.Next next) throws InterruptedException {
    switch (next) {
      case ReadAhead.Next.Arrived(Prepared prepared, long bytes) -> {
        take(prepared, bytes);
        while (held.size() > MOST_ITEMS / 2 || heldBytes > mostBytes / 2) {
          open.flushOldest(this::embed); // the first of all is among them, or it would be gone
          requireNotInterrupted();
        }
      }
      case ReadAhead.Next.Waiting() -> open.flushOldest(this::embed);
      case ReadAhead.Next.Ended() -> {
        while (!open.isEmpty()) {
          open.flushOldest(this::embed);
          requireNotInterrupted();
        }
        return false;
      }
    }
    return true;
  }

  private void take(Prepared prepared, long bytes) {
    switch (prepared) {
      case Prepared.Ready(Input input, TensorKey content) -> {
        Job leader = leaders.get(content);
        if (leader == null) {
          Job job = hold(input, bytes);
          job.lead(content);
          leaders.put(content, job);
          open.add(job, content, this::embed);
        } else {
          backlog.resize(bytes, 0); // its own tensor is not needed
          hold(input, 0).follow(leader);
        }
      }
      case Prepared.Unreadable(Input input, var reason) -> hold(input, bytes).failed(reason);
    }
    deliver();
  }

  private Job hold(Input input, long bytes) {
    Job job = new Job(input, bytes);
    held.add(job);
    heldBytes += bytes;
    return job;
  }

  private void embed(OpenBatches.Batch batch) {
    encoder.embed(batch.modality(), batch.jobs(), batch.sequences());
    deliver();
  }

  private void deliver() {
    for (Job job = held.peek(); job != null; job = held.peek()) {
      Outcome outcome = job.outcome();
      if (outcome == null) {
        return;
      }
      held.remove();
      TensorKey content = job.key();
      if (content != null) {
        leaders.remove(content);
      }
      heldBytes -= job.bytes();
      backlog.leave(job.bytes());
      to.accept(outcome);
    }
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
