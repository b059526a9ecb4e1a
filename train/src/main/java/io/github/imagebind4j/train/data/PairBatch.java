package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One batch of pairs.
///
/// Safe for use by any thread. Closing it hands its arrays to a later batch: read nothing of it,
/// nor of tensors that share its memory, afterwards. A batch that is not closed is left to the
/// garbage collector.
public final class PairBatch implements AutoCloseable {
  private final long step;
  private final int epoch;
  private final @Nullable FloatArray left;
  private final @Nullable FloatArray right;
  private final int[] groups;
  private final List<String> leftIds;
  private final List<String> rightIds;
  private final Consumer<PairBatch> closer;
  private final AtomicBoolean closed = new AtomicBoolean();

  PairBatch(
      long step,
      int epoch,
      @Nullable FloatArray left,
      @Nullable FloatArray right,
      int[] groups,
      List<String> leftIds,
      List<String> rightIds,
      Consumer<PairBatch> closer) {
    this.step = step;
    this.epoch = epoch;
    this.left = left;
    this.right = right;
    this.groups = groups;
    this.leftIds = leftIds;
    this.rightIds = rightIds;
    this.closer = closer;
  }

  /// Which batch this is.
  ///
  /// @return the step, from 0
  public long step() {
    return step;
  }

  /// Which pass over the data it is of.
  ///
  /// @return the epoch, from 0
  public int epoch() {
    return epoch;
  }

  /// The left inputs.
  ///
  /// @return `[B, …]`
  /// @throws IllegalStateException if the options leave them out
  public FloatArray left() {
    return present(left);
  }

  /// The right inputs.
  ///
  /// @return `[B, …]`
  /// @throws IllegalStateException if the options leave them out
  public FloatArray right() {
    return present(right);
  }

  private static FloatArray present(@Nullable FloatArray inputs) {
    if (inputs == null) {
      throw new IllegalStateException("LoaderOptions leave this side's inputs out");
    }
    return inputs;
  }

  /// The group of each pair; pairs of one group are of the same thing.
  ///
  /// @return a fresh copy, `[B]`, each from 0 to `PairLoader.groupCount() - 1`
  public int[] groups() {
    return groups.clone();
  }

  /// The left items.
  ///
  /// @return their ids, in the order of the inputs
  public List<String> leftIds() {
    return leftIds;
  }

  /// The right items.
  ///
  /// @return their ids; of texts drawn for a pair, the texts
  public List<String> rightIds() {
    return rightIds;
  }

  /// Hands the arrays back.
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      closer.accept(this);
    }
  }
}
