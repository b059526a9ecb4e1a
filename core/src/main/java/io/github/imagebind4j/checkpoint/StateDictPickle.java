package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Writes the pickle of an `OrderedDict` of contiguous tensors, tensor k in storage k, as
/// `torch.save` does (but without its memo: every name is spelled out).
///
/// Serves one pickle, on one thread.
final class StateDictPickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StateDictPickle() {}

  static byte[] of(List<TensorSource> tensors) {
    StateDictPickle pickle = new StateDictPickle();
    pickle.op(0x80, 2);
    pickle.emptyOrderedDict();
    pickle.op('(');
    int key = 0;
    for (TensorSource tensor : tensors) {
      pickle.text(tensor.name());
      pickle.tensor(tensor, key++);
    }
    pickle.op('u', '.');
    return pickle.out.toByteArray();
  }

  private void tensor(TensorSource tensor, int key) {
    String storage = PickleGlobals.storageName(tensor.dtype());
    if (storage == null) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "tensor %s is of dtype %s, for which PyTorch has no storage type; write safetensors",
              tensor.name(),
              tensor.dtype()));
    }
    global("torch._utils", "_rebuild_tensor_v2");
    op('(');
    op('(');
    text("storage");
    global("torch", storage);
    text(Integer.toString(key));
    text("cpu");
    integer(tensor.shape().count());
    // BINPERSID: the tuple above becomes the storage.
    op('t', 'Q');
    integer(0);
    int[] dims = tensor.shape().dims();
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, dims[axis]);
    }
    op('(');
    for (int dim : dims) {
      integer(dim);
    }
    op('t', '(');
    for (long s : strides) {
      integer(s);
    }
    // No gradient, no backward hooks.
    op('t', 0x89);
    emptyOrderedDict();
    op('t', 'R');
  }

  private void emptyOrderedDict() {
    global("collections", "OrderedDict");
    op(')', 'R');
  }

  private void op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private void global(String module, String name) {
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op('X');
    out.writeBytes(littleEndian(4, utf8.length));
    out.writeBytes(utf8);
  }

  private void integer(long value) {
    if (value <= Integer.MAX_VALUE) {
      op('J');
      out.writeBytes(littleEndian(4, value));
    } else {
      // LONG1 of eight bytes.
      op(0x8a, 8);
      out.writeBytes(littleEndian(8, value));
    }
  }

  private static byte[] littleEndian(int bytes, long value) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return (bytes == 4 ? buffer.putInt((int) value) : buffer.putLong(value)).array();
  }
}
