package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/// Takes the values of one tensor after the other into a file, and holds each to its size.
///
/// Serves one file, on one thread.
final class TensorSink {
  private static final int PROGRESS_STEP = 8 << 20;

  private final FileChannel file;
  private final LongConsumer progress;
  private long written;
  private long reported;

  TensorSink(FileChannel file, LongConsumer progress) {
    this.file = file;
    this.progress = progress;
  }

  /// Writes a tensor at the file's position.
  ///
  /// @return the checksum of its bytes
  long write(TensorSource tensor) throws IOException {
    long expected = tensor.byteSize();
    Channel channel = new Channel(tensor.name(), expected);
    tensor.content().writeTo(channel);
    if (channel.count != expected) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s delivered %d bytes, %s %s has %d; mend its content",
              tensor.name(),
              channel.count,
              tensor.dtype(),
              tensor.shape(),
              expected));
    }
    report();
    return channel.checksum.getValue();
  }

  private void report() {
    if (reported != written) {
      reported = written;
      progress.accept(written);
    }
  }

  private final class Channel implements WritableByteChannel {
    private final String name;
    private final long expected;
    private final CRC32 checksum = new CRC32();
    private long count;

    Channel(String name, long expected) {
      this.name = name;
      this.expected = expected;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int size = bytes.remaining();
      if (size > expected - count) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "tensor %s delivers more than its %d bytes; mend its content",
                name,
                expected));
      }
      checksum.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      count += size;
      written += size;
      if (written - reported >= PROGRESS_STEP) {
        report();
      }
      return size;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    /// Does nothing: the file is closed by whoever opened it.
    @Override
    public void close() {}
  }
}
