package io.github.imagebind4j.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/// The threads that a model computes on, in two ways: several tasks side by side, each on one core,
/// or one task with all cores inside each of its operations.
///
/// Side by side is faster where there is enough to share out. LibTorch's own threads meet at a
/// barrier after every operation, thousands of times a batch, and whenever another process holds up
/// one of them all wait; tasks of their own meet once.
///
/// LibTorch keeps its number of threads for each thread that calls it, so these threads are ours
/// alone and the caller's stay as they are. Safe for use by any thread.
public final class ComputeThreads implements AutoCloseable {
  private final int count;
  private final ExecutorService sideBySide;
  private final ExecutorService together;

  private ComputeThreads(int count, ExecutorService sideBySide, ExecutorService together) {
    this.count = count;
    this.sideBySide = sideBySide;
    this.together = together;
  }

  /// Makes the threads. They do not keep the process alive.
  ///
  /// @param count how many cores to use, at least 1
  /// @return the threads; the caller closes them
  public static ComputeThreads of(int count) {
    TorchRuntime torch = TorchRuntime.load();
    int before = torch.threads();
    // LibTorch multiplies small float32 matrices, such as attention's, with OpenBLAS, whose own
    // threads serve one caller at a time: tasks side by side would queue for them. Large products
    // go through oneDNN.
    openblas.blas_set_num_threads(1);
    ExecutorService sideBySide =
        Executors.newFixedThreadPool(count, task -> thread("imagebind4j-core", 1, task));
    ExecutorService together =
        Executors.newSingleThreadExecutor(task -> thread("imagebind4j-cores", count, task));
    ComputeThreads threads = new ComputeThreads(count, sideBySide, together);
    threads.start();
    torch.threads(before); // threads of others that start later begin with what was set last
    return threads;
  }

  private static Thread thread(String name, int threads, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .unstarted(() -> {
          torch.set_num_threads(threads);
          task.run();
        });
  }

  private void start() {
    List<Callable<Integer>> nothing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nothing.add(torch::get_num_threads);
    }
    List<Integer> _ = sideBySide(nothing);
    int _ = together(torch::get_num_threads);
  }

  /// How many cores are used.
  ///
  /// @return at least 1
  public int count() {
    return count;
  }

  /// Runs tasks side by side, each with one core.
  ///
  /// @param <T> what a task makes; plain Java, since a task's tensors end with it
  /// @param tasks any number; what they throw is thrown here once all have ended
  /// @return their results, in their order
  public <T> List<T> sideBySide(List<Callable<T>> tasks) {
    List<Future<T>> futures = tasks.stream().map(sideBySide::submit).toList();
    List<T> results = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<T> future : futures) {
      try {
        results.add(await(future));
      } catch (RuntimeException e) { // the others still use what the caller owns
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  /// Runs one task with all cores inside each operation.
  ///
  /// @param <T> what the task makes
  /// @param task what to do
  /// @return its result
  public <T> T together(Callable<T> task) {
    return await(together.submit(task));
  }

  /// Native work can't be interrupted, and must not outlive its caller, who may free what it reads.
  private static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  @Override
  public void close() {
    sideBySide.shutdown();
    together.shutdown();
  }
}
