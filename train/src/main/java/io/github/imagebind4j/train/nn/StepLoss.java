package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Where the cores' parts of a batch meet: the last to arrive computes the loss of all. Safe for
/// use by as many threads as there are shares.
final class StepLoss {
  private final int[] groups;
  private final float logScale;
  private final SameGroup sameGroup;
  private final @Nullable FloatArray[] left;
  private final @Nullable FloatArray[] right;
  private final CyclicBarrier barrier;
  private volatile InfoNce.@Nullable Result result;
  private volatile @Nullable Throwable cause;

  StepLoss(int[] groups, float logScale, SameGroup sameGroup, int shares) {
    this.groups = groups;
    this.logScale = logScale;
    this.sameGroup = sameGroup;
    this.left = new FloatArray[shares];
    this.right = new FloatArray[shares];
    this.barrier = new CyclicBarrier(shares, this::compute);
  }

  int shares() {
    return left.length;
  }

  float logScale() {
    return logScale;
  }

  /// A share's first item.
  int from(int share) {
    return (int) ((long) groups.length * share / shares());
  }

  /// The item after a share's last.
  int to(int share) {
    return from(share + 1);
  }

  /// Waits for the other shares.
  ///
  /// @param x the share's left embeddings
  /// @param y its right ones
  /// @return the loss of the whole batch
  InfoNce.Result meet(int share, FloatArray x, FloatArray y) {
    left[share] = x;
    right[share] = y;
    try {
      int _ = barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("another part of the batch failed", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    }
    return result();
  }

  /// A share failed: nobody waits for it, now or later. A wait that times out breaks the barrier
  /// for all.
  void abandon(Throwable failure) {
    Throwable first = cause;
    cause = first == null ? failure : first;
    try {
      int _ = barrier.await(0, TimeUnit.NANOSECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      // as intended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // which breaks it, too
    }
  }

  InfoNce.Result result() {
    return Objects.requireNonNull(result);
  }

  private void compute() {
    result = InfoNce.of(all(left), all(right), groups, logScale, sameGroup);
  }

  private static FloatArray all(@Nullable FloatArray[] shares) {
    return FloatArray.stack(
        Arrays.stream(shares)
            .map(Objects::requireNonNull)
            .flatMap(part -> rows(part).stream())
            .toList());
  }

  private static List<FloatArray> rows(FloatArray part) {
    FloatArray[] rows = new FloatArray[part.shape().dim(0)];
    Arrays.setAll(rows, part::slice);
    return List.of(rows);
  }
}
