package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Takes the fingerprint of tensors that are made as they are written and exist in no file.
///
/// Serves one file, on one thread.
final class FingerprintTap {
  private static final String NOT_YET = "0".repeat(16);

  private final Fingerprint fingerprint;
  private final int tensors;
  private int seen;
  private String found = NOT_YET;

  FingerprintTap(ModelConfig config) {
    this.fingerprint = new Fingerprint(config);
    this.tensors = config.tensors().size();
  }

  /// The same tensor, its ends noted as it passes. Tensors must pass in the config's order.
  TensorSource over(TensorSource tensor) {
    return new TensorSource(
        tensor.name(),
        tensor.dtype(),
        tensor.shape(),
        out -> {
          Ends ends = new Ends(out);
          tensor.content().writeTo(ends);
          fingerprint.add(
              tensor.name(), tensor.dtype(), tensor.shape(), ends.first.flip(), ends.last.flip());
          seen++;
          if (seen == tensors) {
            found = fingerprint.get();
          }
        });
  }

  /// The fingerprint, or 16 zeros as long as not all tensors have passed.
  String fingerprint() {
    return found;
  }

  /// Remembers the first and the last bytes of what passes.
  private static final class Ends implements WritableByteChannel {
    private final WritableByteChannel out;
    private final ByteBuffer first = ByteBuffer.allocate(Fingerprint.SAMPLE_BYTES);
    private ByteBuffer last = ByteBuffer.allocate(Fingerprint.SAMPLE_BYTES);

    Ends(WritableByteChannel out) {
      this.out = out;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      first.put(bytes.slice(bytes.position(), Math.min(first.remaining(), bytes.remaining())));
      keepLast(bytes.duplicate());
      return out.write(bytes);
    }

    private void keepLast(ByteBuffer bytes) {
      int size = Fingerprint.SAMPLE_BYTES;
      if (bytes.remaining() > size) {
        bytes.position(bytes.limit() - size);
      }
      int tooMany = Math.max(0, last.position() + bytes.remaining() - size);
      ByteBuffer kept = last.flip().position(tooMany);
      last = ByteBuffer.allocate(size).put(kept).put(bytes);
    }

    @Override
    public boolean isOpen() {
      return out.isOpen();
    }

    /// Does nothing: the file is closed by whoever opened it.
    @Override
    public void close() {}
  }
}
