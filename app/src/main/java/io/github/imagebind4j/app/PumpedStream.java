package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A pipe that can be told to end: who waits for bytes of standard input can't be woken, so a
/// thread of its own waits for them, and passes on a little at a time.
///
/// For one reading thread; [#stop()] may come from any.
final class PumpedStream extends InputStream {
  private static final int CHUNK = 1 << 14;
  private static final int CHUNKS = 16;
  private static final int POLL_MILLIS = 100;

  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private boolean ended;
  private volatile boolean stopped;
  private volatile @Nullable IOException failure;

  private PumpedStream() {}

  /// Begins to read a stream, which is closed by whoever opened it.
  static PumpedStream of(InputStream in) {
    PumpedStream stream = new PumpedStream();
    Thread.ofPlatform().daemon().name("describe-pump").start(() -> stream.pump(in));
    return stream;
  }

  private void pump(InputStream in) {
    try {
      byte[] bytes = new byte[CHUNK];
      for (int count = in.read(bytes); count >= 0 && !stopped; count = in.read(bytes)) {
        if (count > 0) {
          chunks.put(Arrays.copyOf(bytes, count));
        }
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      stopped = true; // nobody does this; it would be the end, too
    }
    try {
      chunks.put(new byte[0]); // the end
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  /// Ends the stream where it is; what has come of it is still passed on.
  void stop() {
    stopped = true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (length > 0 && !chunk.hasRemaining() && !ended) {
      next();
    }
    int count = Math.min(length, chunk.remaining());
    chunk.get(target, offset, count);
    return count == 0 && length > 0 ? -1 : count;
  }

  private void next() throws IOException {
    try {
      byte[] bytes = chunks.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (bytes != null) {
        chunk = ByteBuffer.wrap(bytes);
      }
      ended = bytes == null ? stopped : bytes.length == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    IOException why = failure;
    if (ended && why != null) {
      throw why;
    }
  }

  @Override
  public int available() {
    return chunk.remaining();
  }

  @Override
  public void close() {
    stopped = true;
    ended = true;
    chunk = ByteBuffer.allocate(0);
    chunks.clear(); // lets the pump go on, which then sees that it is over
  }
}
