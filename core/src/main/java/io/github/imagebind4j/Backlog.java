package io.github.imagebind4j;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bounds what is on its way at once, by number and by the bytes of tensors: whoever brings more
/// has to wait. One item always gets in, however large.
///
/// Safe for use by any thread.
final class Backlog {
  private final int mostItems;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int items;
  private long bytes;

  Backlog(int mostItems, long mostBytes) {
    this.mostItems = mostItems;
    this.mostBytes = mostBytes;
  }

  /// Waits for room, then takes it.
  ///
  /// @param size the bytes that the item is expected to take
  void enter(long size) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (items > 0 && (items >= mostItems || bytes + size > mostBytes)) {
        left.await();
      }
      items++;
      bytes += size;
    } finally {
      lock.unlock();
    }
  }

  /// An item turns out to be larger or smaller than it was expected to be.
  void resize(long from, long to) {
    change(0, to - from);
  }

  /// An item is done with.
  void leave(long size) {
    change(-1, -size);
  }

  private void change(int moreItems, long moreBytes) {
    lock.lock();
    try {
      items += moreItems;
      bytes += moreBytes;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
