package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What an input's embedding depends on, besides the model: its kind, its format, and the content
/// of its file. A file that moves keeps its hash, one that changes does not.
final class InputHash {
  private final MessageDigest digest = sha256();

  private InputHash() {}

  /// The hash of an input in a space.
  ///
  /// @param space which model, in which precision and preprocessing
  /// @return 64 hexadecimal digits
  /// @throws MediaException if its file can't be read
  static String of(String space, Input input) {
    InputHash hash = new InputHash();
    hash.text(space);
    hash.text(input.modality().name());
    switch (input) {
      case Input.Text text -> {
        hash.text("text");
        hash.text(text.text());
      }
      case Input.Image image -> hash.file("image", image.source());
      case Input.Video video -> hash.file("video", video.source());
      case Input.Audio audio -> hash.file("audio", audio.source());
      case Input.Depth depth -> hash.file("depth " + depth.format(), depth.source());
      case Input.Thermal thermal -> hash.file("thermal " + thermal.format(), thermal.source());
      case Input.Imu imu -> hash.file("imu " + imu.format(), imu.source());
      case Input.Raw raw -> {
        hash.text("raw " + raw.tensor().shape());
        hash.floats(raw.tensor().asBuffer());
      }
    }
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  /// Length first, so that no two lists of texts run together the same way.
  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private void file(String kind, MediaSource source) {
    text(kind);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
    try (SeekableByteChannel channel = source.open()) {
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    } catch (IOException e) {
      throw new MediaException("can't read " + source.name() + ": " + e.getMessage(), e);
    }
  }

  private void floats(FloatBuffer values) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      buffer.clear();
      while (values.hasRemaining() && buffer.remaining() >= Float.BYTES) {
        buffer.putFloat(values.get());
      }
      digest.update(buffer.flip());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
