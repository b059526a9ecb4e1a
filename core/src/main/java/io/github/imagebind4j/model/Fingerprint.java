package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.StoredTensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Tells models apart without reading all of a 4.8 GB file: a hash of the config, and of each
/// tensor's name, type, shape and first and last bytes. The same weights in another container have
/// the same fingerprint.
///
/// Precision is no part of a model's identity: a file that was converted to another carries its
/// source's fingerprint, so that an index of the source's vectors goes on working.
final class Fingerprint {
  /// The key under which our safetensors files carry their source's fingerprint.
  static final String METADATA_KEY = "imagebind4j.fingerprint";

  static final int SAMPLE_BYTES = 64;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  private final MessageDigest hash = sha256();

  /// Begins a fingerprint, to which [#add] must add all tensors in the config's order.
  Fingerprint(ModelConfig config) {
    add(config.toJson());
  }

  /// The fingerprint that a file carries, or else that of its tensors. A file opened with another
  /// config than its own is another model.
  static String of(Checkpoint checkpoint, ModelConfig config) {
    String carried = checkpoint.metadata().get(METADATA_KEY);
    if (carried != null
        && FORM.matcher(carried).matches()
        && config.toJson().equals(checkpoint.metadata().get(ModelConfig.METADATA_KEY))) {
      return carried;
    }
    Fingerprint fingerprint = new Fingerprint(config);
    for (String name : config.tensors().keySet()) {
      checkpoint.visit(name, tensor -> fingerprint.add(tensor));
    }
    return fingerprint.get();
  }

  private Fingerprint add(StoredTensor tensor) {
    MemorySegment data = tensor.data();
    long sample = Math.min(SAMPLE_BYTES, data.byteSize());
    return add(
        tensor.name(),
        tensor.dtype(),
        tensor.shape(),
        data.asSlice(0, sample).asByteBuffer(),
        data.asSlice(data.byteSize() - sample, sample).asByteBuffer());
  }

  /// Adds the next tensor.
  ///
  /// @param first its first [#SAMPLE_BYTES] bytes, or all if it has fewer
  /// @param last its last
  Fingerprint add(String name, DType dtype, Shape shape, ByteBuffer first, ByteBuffer last) {
    add(name + " " + dtype + " " + shape);
    hash.update(first);
    hash.update(last);
    return this;
  }

  private void add(String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    hash.update((byte) 0);
  }

  /// The fingerprint; nothing can be added afterwards.
  String get() {
    return HexFormat.of().formatHex(hash.digest(), 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
