package io.github.imagebind4j.train.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Large arrays for the next batch: a fresh one of 50 MB costs 10 ms and a turn of the garbage
/// collector. What it hands out may hold old values. Safe for use by any thread.
final class ArrayPool {
  /// More than batches are on their way at a time, so that nothing piles up.
  private static final int MOST = 8;

  private final Deque<float[]> idle = new ArrayDeque<>();

  synchronized float[] take(int length) {
    for (Iterator<float[]> all = idle.iterator(); all.hasNext(); ) {
      float[] array = all.next();
      if (array.length == length) {
        all.remove();
        return array;
      }
    }
    return new float[length];
  }

  synchronized void give(float @Nullable [] array) {
    if (array != null) {
      // Of other lengths, from before pictures grew, the oldest go first.
      if (idle.size() == MOST) {
        idle.removeFirst();
      }
      idle.addLast(array);
    }
  }
}
