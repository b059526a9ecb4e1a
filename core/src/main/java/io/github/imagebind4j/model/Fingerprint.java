package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.StoredTensor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Tells models apart without reading all of a 4.8 GB file: a hash of the config, and of each
/// tensor's name, type, shape and first and last bytes. The same weights in another container have
/// the same fingerprint; rounded ones have not.
final class Fingerprint {
  private static final int SAMPLE_BYTES = 64;

  private Fingerprint() {}

  static String of(Checkpoint checkpoint, ModelConfig config) {
    MessageDigest hash = sha256();
    add(hash, config.toJson());
    for (Map.Entry<String, Shape> entry : config.tensors().entrySet()) {
      checkpoint.visit(entry.getKey(), tensor -> add(hash, tensor));
    }
    return HexFormat.of().formatHex(hash.digest(), 0, 8);
  }

  private static MessageDigest add(MessageDigest hash, StoredTensor tensor) {
    add(hash, tensor.name() + " " + tensor.dtype() + " " + tensor.shape());
    MemorySegment data = tensor.data();
    long sample = Math.min(SAMPLE_BYTES, data.byteSize());
    hash.update(data.asSlice(0, sample).asByteBuffer());
    hash.update(data.asSlice(data.byteSize() - sample, sample).asByteBuffer());
    return hash;
  }

  private static void add(MessageDigest hash, String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    hash.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
