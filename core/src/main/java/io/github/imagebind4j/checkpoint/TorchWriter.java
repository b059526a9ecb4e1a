package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/// Writes PyTorch `.pth` files that `torch.load(file, weights_only=True)` reads as an `OrderedDict`
/// of tensors: whole or not at all, tensor by tensor, in constant memory, and beyond 4 GiB too.
/// Every tensor begins at a multiple of 64 bytes, as in PyTorch's own files.
///
/// Stateless: any thread may call it.
///
/// Source: PyTorch's `torch/serialization.py` and `caffe2/serialize/inline_container.h`.
public final class TorchWriter {
  private static final String FOLDER = "archive/";

  private TorchWriter() {}

  /// Writes a file, replacing what was there.
  ///
  /// @param to the file; a neighbour of a name of its own is made first
  /// @param tensors in the state dict's order, each name once
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws CheckpointException if the file can't be written, a name comes twice, a dtype has no
  ///   storage type in PyTorch (U16, U32, U64), or a source delivers other than its size
  public static void write(Path to, List<TensorSource> tensors, LongConsumer progress) {
    SafetensorsWriter.requireUniqueNames(tensors);
    byte[] pickle = StateDictPickle.of(tensors);
    AtomicFile.write(to, out -> write(out, pickle, tensors, progress));
  }

  private static void write(
      FileChannel out, byte[] pickle, List<TensorSource> tensors, LongConsumer progress)
      throws IOException {
    ZipWriter zip = new ZipWriter(out);
    zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle));
    zip.add(FOLDER + "byteorder", text("little"));
    TensorSink sink = new TensorSink(out, progress);
    int key = 0;
    for (TensorSource tensor : tensors) {
      zip.add(FOLDER + "data/" + key++, tensor.byteSize(), () -> sink.write(tensor));
    }
    zip.add(FOLDER + "version", text("3\n"));
    zip.finish();
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
