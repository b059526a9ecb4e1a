package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file that something else is still writing: its end is where it has not grown for a while.
///
/// For one reading thread; [#stop()] may come from any.
final class GrowingFile extends InputStream {
  private static final int POLL_MILLIS = 100;

  private final FileChannel channel;
  private final long patienceNanos;
  private volatile boolean stopped;

  private GrowingFile(FileChannel channel, long patienceNanos) {
    this.channel = channel;
    this.patienceNanos = patienceNanos;
  }

  /// Opens a file.
  ///
  /// @param patience after how many seconds without growth it is taken to have ended
  static GrowingFile open(Path file, double patience) throws IOException {
    return new GrowingFile(FileChannel.open(file), (long) (patience * 1e9));
  }

  /// Ends the stream where it is.
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
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    long start = System.nanoTime();
    while (!stopped) {
      int count = channel.read(buffer);
      if (count >= 0) {
        return count;
      }
      if (System.nanoTime() - start >= patienceNanos) {
        return -1;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the file to grow");
      }
    }
    return -1;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.clamp(channel.size() - channel.position(), 0L, Integer.MAX_VALUE);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
