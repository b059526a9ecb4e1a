package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads a network stream and cuts it off when nothing has come for a while: `java.net.http` has no
/// timeout for a body.
final class StallGuard implements AutoCloseable {
  private final InputStream in;
  private final Duration stall;
  private volatile long lastRead = System.nanoTime();
  private volatile boolean stalled;
  private volatile boolean closed;

  private StallGuard(InputStream in, Duration stall) {
    this.in = in;
    this.stall = stall;
  }

  /// Starts to watch a stream.
  static StallGuard start(InputStream in, Duration stall) {
    StallGuard guard = new StallGuard(in, stall);
    Thread.ofVirtual().name("download-stall-guard").start(guard::watch);
    return guard;
  }

  private void watch() {
    Duration step = stall.dividedBy(4);
    while (!closed) {
      if (System.nanoTime() - lastRead > stall.toNanos()) {
        stalled = true;
        try {
          in.close(); // wakes the reader with an error
        } catch (IOException e) {
          // The reader hears of it in its own way.
        }
        return;
      }
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Reads some bytes; -1 at the end.
  ///
  /// @throws IOException if reading fails or nothing came for too long
  int read(byte[] buffer) throws IOException {
    try {
      int n = in.read(buffer);
      lastRead = System.nanoTime();
      if (n < 0 && stalled) {
        throw stalled(null);
      }
      return n;
    } catch (IOException e) {
      throw stalled ? stalled(e) : e;
    }
  }

  private IOException stalled(@Nullable IOException cause) {
    return new IOException("nothing came for " + stall.toSeconds() + " s", cause);
  }

  @Override
  public void close() {
    closed = true;
  }
}
