package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Batches of pairs without end, made ahead by threads of its own.
///
/// Batch n is a function of the data, the options' seed and n alone: however many threads there
/// are, and wherever it starts, it is the same to the last bit. A last batch that would not be full
/// is left out of its epoch.
///
/// Safe for use by any thread; batches come in order to whoever asks. Close it before its cache.
public final class PairLoader implements AutoCloseable {
  /// Pairs that a thread takes at a time: enough to make the lock rare, few enough that all threads
  /// end a batch together.
  private static final int CHUNK = 8;

  private static final int MAX_ATTEMPTS = 8;

  private final DecodedCache cache;
  private final ViewSettings views;
  private final Augmentations augment;
  private final LoaderOptions options;
  private final EpochPlan plan;
  private final List<PairTable> tables;
  private final List<Thread> threads = new ArrayList<>();
  private final ArrayPool pool = new ArrayPool();
  private final AtomicLong replaced = new AtomicLong();

  private final Object lock = new Object();
  private final Deque<Work> ahead = new ArrayDeque<>();
  private long nextStep;
  private int orderOf = -1;
  private int[] order = {};
  private @Nullable Throwable failure;
  private boolean closed;

  private PairLoader(
      DecodedCache cache,
      List<PairSource> sources,
      ViewSettings views,
      Augmentations augment,
      LoaderOptions options,
      long firstStep) {
    this.cache = cache;
    this.views = views;
    this.augment = augment;
    this.options = options;
    this.nextStep = firstStep;
    this.tables = sources.stream().map(source -> new PairTable(source, cache::holds)).toList();
    this.plan = new EpochPlan(tables, options.batchSize(), options.maxPerGroup(), options.seed());
  }

  /// Starts making batches.
  ///
  /// @param cache has the items; those that it has not are left out and counted by [#dropped]
  /// @param sources at least one, all of the same two senses
  /// @param views what inputs look like
  /// @param augment how inputs are varied
  /// @param options how batches are made
  /// @param firstStep the first batch's number: 0, or where training goes on
  /// @return the loader
  /// @throws ConfigException if there are no pairs, or not enough for a batch
  public static PairLoader open(
      DecodedCache cache,
      List<PairSource> sources,
      ViewSettings views,
      Augmentations augment,
      LoaderOptions options,
      long firstStep) {
    if (sources.isEmpty() || firstStep < 0) {
      throw new ConfigException(
          "batches need a pair source and a first step of 0 or more, got "
              + sources.size()
              + " sources and step "
              + firstStep);
    }
    PairLoader loader = new PairLoader(cache, sources, views, augment, options, firstStep);
    loader.checkSenses();
    loader.start();
    return loader;
  }

  private void checkSenses() {
    PairTable.Pair first = tables.getFirst().example();
    for (PairTable table : tables) {
      PairTable.Pair other = table.example();
      if (!other.left().modality().equals(first.left().modality())
          || !other.right().modality().equals(first.right().modality())) {
        throw new ConfigException(
            String.format(
                java.util.Locale.ROOT,
                "pair sources of one loader must be of the same senses; %s is %s-%s, %s is %s-%s",
                tables.getFirst().source().name(),
                first.left().modality(),
                first.right().modality(),
                table.source().name(),
                other.left().modality(),
                other.right().modality()));
      }
    }
  }

  private void start() {
    for (int i = 0; i < options.threads(); i++) {
      threads.add(Thread.ofPlatform().daemon().name("batches-" + i).start(this::work));
    }
  }

  /// The next batch; waits until it is made.
  ///
  /// @return the batch
  /// @throws InputException if many items in a row can't be had
  /// @throws IllegalStateException if the loader is closed
  public PairBatch next() {
    Work work = first();
    try {
      return work.batch.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    } finally {
      synchronized (lock) {
        ahead.remove(work);
        lock.notifyAll();
      }
    }
  }

  private Work first() {
    synchronized (lock) {
      while (closed || ahead.isEmpty() || ahead.getFirst().taken) {
        switch (failure) {
          case null -> {}
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          default -> throw new IllegalStateException(failure);
        }
        if (closed) {
          throw new IllegalStateException("the loader is closed");
        }
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InputException("interrupted while waiting for a batch", e);
        }
      }
      Work work = ahead.getFirst();
      work.taken = true;
      return work;
    }
  }

  /// How many batches an epoch has.
  ///
  /// @return at least 1
  public int stepsPerEpoch() {
    return plan.steps();
  }

  /// How many groups all pairs have.
  ///
  /// @return at least 1
  public int groupCount() {
    return plan.groupCount();
  }

  /// How many pairs there are, each counted once.
  ///
  /// @return at least 1
  public int pairCount() {
    return tables.stream().mapToInt(PairTable::size).sum();
  }

  /// How many items of the plan are in no pair: they are not in the cache, or have no partner.
  ///
  /// @return 0 or more
  public int dropped() {
    return tables.stream().mapToInt(PairTable::dropped).sum();
  }

  /// How often another pair stood in for one whose item could not be had.
  ///
  /// @return 0 or more, so far
  public long replaced() {
    return replaced.get();
  }

  /// Stops the threads. Batches that were handed out stay valid.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      for (Work work : ahead) {
        work.batch.completeExceptionally(new IllegalStateException("the loader is closed"));
      }
      lock.notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      // They read the mapped cache, which may be closed next.
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A batch in the making.
  private final class Work {
    final long step;
    final int size;
    final int[] entries;
    final int[] leftShape;
    final int[] rightShape;
    final float @Nullable [] left;
    final float @Nullable [] right;
    final int[] groups = new int[options.batchSize()];
    final String[] leftIds = new String[options.batchSize()];
    final String[] rightIds = new String[options.batchSize()];
    final AtomicInteger done = new AtomicInteger();
    final CompletableFuture<PairBatch> batch = new CompletableFuture<>();
    int claimed;
    boolean taken;

    Work(long step, int[] entries) {
      this.step = step;
      this.size = options.sizes().at(step);
      this.entries = entries;
      PairTable.Pair example = tables.getFirst().example();
      this.leftShape = Viewer.shape(views, cache, example.left(), size);
      this.rightShape = Viewer.shape(views, cache, example.right(), size);
      this.left = options.leftViews() ? array(leftShape) : null;
      this.right = options.rightViews() ? array(rightShape) : null;
    }

    private float[] array(int[] shape) {
      return pool.take(Math.multiplyExact(entries.length, Viewer.count(shape)));
    }

    void finished(int count) {
      if (done.addAndGet(count) == entries.length) {
        batch.complete(
            new PairBatch(
                step,
                (int) (step / plan.steps()),
                wrap(left, leftShape),
                wrap(right, rightShape),
                groups,
                List.of(leftIds),
                List.of(rightIds),
                _ -> {
                  pool.give(left);
                  pool.give(right);
                }));
      }
    }

    private @Nullable FloatArray wrap(float @Nullable [] values, int[] shape) {
      if (values == null) {
        return null;
      }
      int[] dims = new int[shape.length + 1];
      dims[0] = entries.length;
      System.arraycopy(shape, 0, dims, 1, shape.length);
      return FloatArray.wrap(values, dims);
    }
  }

  /// Some pairs of a batch, for one thread.
  private record Chunk(Work work, int from, int to) {}

  private void work() {
    Renderer renderer = new Renderer();
    for (Chunk chunk = claim(); chunk != null; chunk = claim()) {
      try {
        for (int slot = chunk.from; slot < chunk.to; slot++) {
          renderer.render(chunk.work, slot);
        }
        chunk.work.finished(chunk.to - chunk.from);
      } catch (RuntimeException | Error e) {
        chunk.work.batch.completeExceptionally(e);
      }
    }
  }

  private @Nullable Chunk claim() {
    synchronized (lock) {
      while (!closed && failure == null) {
        for (Work work : ahead) {
          if (work.claimed < work.entries.length && !work.batch.isDone()) {
            int from = work.claimed;
            work.claimed = Math.min(from + CHUNK, work.entries.length);
            return new Chunk(work, from, work.claimed);
          }
        }
        if (ahead.size() < options.prefetch()) {
          try {
            ahead.add(nextWork());
          } catch (RuntimeException | Error e) {
            failure = e;
            lock.notifyAll();
            return null;
          }
          lock.notifyAll();
        } else {
          try {
            lock.wait();
          } catch (InterruptedException e) {
            // Nobody interrupts these threads; whoever did wants them gone.
            return null;
          }
        }
      }
      return null;
    }
  }

  /// Plans the next batch; an error becomes the batch's.
  private Work nextWork() {
    long step = nextStep++;
    int epoch = Math.toIntExact(step / plan.steps());
    if (epoch != orderOf) {
      order = plan.order(epoch);
      orderOf = epoch;
    }
    int from = (int) (step % plan.steps()) * options.batchSize();
    return new Work(step, Arrays.copyOfRange(order, from, from + options.batchSize()));
  }

  /// One thread's tools.
  private final class Renderer {
    final Viewer viewer = new Viewer(views, cache);
    final Draws pairing = new Draws(0);
    final Draws shape = new Draws(0);
    final Draws own = new Draws(0);

    void render(Work work, int slot) {
      int entry = work.entries[slot];
      ImageBindException last = null;
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        pairing.restart(options.seed(), 2, work.step, slot, attempt);
        PairTable.Pair pair = plan.draw(entry, pairing);
        try {
          render(work, slot, attempt, pair);
          work.groups[slot] = plan.group(entry);
          work.leftIds[slot] = pair.left().id();
          work.rightIds[slot] = pair.right().id();
          return;
        } catch (ImageBindException e) {
          last = e;
          replaced.incrementAndGet();
          entry = plan.standIn(entry, pairing);
        }
      }
      throw new InputException(
          MAX_ATTEMPTS + " items in a row can't be had; the last one: " + last, last);
    }

    private void render(Work work, int slot, int attempt, PairTable.Pair pair) {
      Viewer.Alignment alignment = null;
      if (augment.aligned() && pair.natural()) {
        shape.restart(options.seed(), 3, work.step, slot, attempt);
        alignment = viewer.align(pair.left(), pair.right(), augment, shape);
      }
      view(work, slot, attempt, pair.left(), 0, alignment, work.left, work.leftShape);
      view(work, slot, attempt, pair.right(), 1, alignment, work.right, work.rightShape);
    }

    private void view(
        Work work,
        int slot,
        int attempt,
        Item item,
        int side,
        Viewer.@Nullable Alignment alignment,
        float @Nullable [] out,
        int[] dims) {
      if (out == null) {
        return;
      }
      // Aligned pictures draw RandAugment's operations from one stream.
      int shared = alignment == null ? side : 0;
      shape.restart(options.seed(), 4, work.step, slot, attempt, shared);
      own.restart(options.seed(), 5, work.step, slot, attempt, side);
      int count = Viewer.count(dims);
      viewer.vary(item, work.size, augment, alignment, shape, own, out, slot * count, count);
    }
  }
}
