package io.github.imagebind4j.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds pickles instruction by instruction, hostile ones too.
final class PickleBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickleBytes() {}

  static PickleBytes protocol(int protocol) {
    return new PickleBytes().op(0x80, protocol);
  }

  PickleBytes op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  /// Instructions that are printable.
  PickleBytes ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  PickleBytes repeat(int count, int... bytes) {
    for (int i = 0; i < count; i++) {
      op(bytes);
    }
    return this;
  }

  PickleBytes global(String module, String name) {
    return ascii("c" + module + "\n" + name + "\n");
  }

  PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write(0x8c);
    out.write(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  PickleBytes integer(long value) {
    op(0x8a, 8);
    for (int i = 0; i < 8; i++) {
      out.write((int) (value >> (8 * i)));
    }
    return this;
  }

  private PickleBytes integers(long... values) {
    op('(');
    for (long value : values) {
      integer(value);
    }
    return op('t');
  }

  /// A float tensor in storage `0`.
  PickleBytes tensor(long count, long offset, long[] size, long[] stride) {
    global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
    global("torch", "FloatStorage").text("0").text("cpu").integer(count).op('t', 'Q');
    integer(offset).integers(size).integers(stride).op(0x89);
    return global("collections", "OrderedDict").op(')', 'R', 't', 'R');
  }

  byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }

  /// The dict `{"w": tensor}` of one tensor with a storage of `count` floats.
  static byte[] oneTensor(long count, long offset, long[] size, long[] stride) {
    return protocol(2).op('}').text("w").tensor(count, offset, size, stride).op('s').stop();
  }
}
