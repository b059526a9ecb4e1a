package io.github.imagebind4j.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Threads that help a caller with work that it could do alone, as far as they are free. They end
/// when idle, so nobody needs to stop them.
///
/// Safe for use by any thread.
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final int threads;
  private final ThreadPoolExecutor helpers;

  /// @param threads that work at most, the caller's included
  Workers(int threads) {
    this.threads = threads;
    int most = Math.max(1, threads - 1);
    helpers =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("exact-index-", 0).factory(),
            (task, pool) -> {}); // closed meanwhile: the caller goes on alone
    helpers.allowCoreThreadTimeOut(true);
  }

  int threads() {
    return threads;
  }

  /// One thread's share, if it gets to begin.
  private static final class Share implements Runnable {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final FutureTask<?> task;

    Share(Runnable work) {
      task = new FutureTask<>(work, null);
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        task.run();
      }
    }

    /// Waits for it to end, or sees to it that it never begins.
    ///
    /// @return why it failed; null if it did not
    @Nullable Throwable end() {
      if (taken.compareAndSet(false, true)) {
        return null;
      }
      boolean interrupted = false;
      try {
        while (true) {
          try {
            Object _ = task.get();
            return null;
          } catch (InterruptedException e) {
            interrupted = true; // it must not read memory that the caller frees
          } catch (ExecutionException e) {
            return e.getCause();
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /// Runs work in the caller and in others at the same time; all have ended when this returns.
  ///
  /// @param shares how many threads are of use
  /// @param work ends when there is nothing left to do
  void run(long shares, Runnable work) {
    List<Share> others = new ArrayList<>();
    Throwable failure = null;
    try {
      for (long i = 1; i < Math.min(shares, threads); i++) {
        Share share = new Share(work);
        others.add(share);
        helpers.execute(share);
      }
      work.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (Share share : others) { // every one, whatever has failed: they read what the caller frees
      Throwable also = share.end();
      failure = failure == null ? also : failure;
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    helpers.shutdown();
  }
}
