package io.github.imagebind4j.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Lets what would go on for ever end well on Ctrl-C: the stream ends, what has come of it is
/// described and written, and only then does the JVM go.
///
/// Safe for use by any thread.
final class LiveEnd implements AutoCloseable {
  /// A model that takes longer for the last segment does not hold up the user.
  private static final int MOST_SECONDS = 10;

  private final Console console;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Runnable stop;
  private boolean asked;

  /// From now on the JVM waits, for a while, until this is closed.
  LiveEnd(Console console) {
    this.console = console;
    console.beforeEnd(this::end);
  }

  /// Says how the stream is ended.
  synchronized void by(Runnable way) {
    stop = way;
    if (asked) {
      way.run();
    }
  }

  private void end() {
    synchronized (this) {
      asked = true;
      if (stop != null) {
        stop.run();
      }
    }
    try {
      boolean _ = done.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    console.beforeEnd(() -> {});
    done.countDown();
  }
}
