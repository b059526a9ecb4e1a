package io.github.imagebind4j.app;

import io.github.imagebind4j.error.MediaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Streams of sound that have not ended, as a decoder reads them.
final class LiveInput {
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int LONGEST_CHUNK = 1 << 16;
  private static final int UNKNOWN_LENGTH = -1;

  private LiveInput() {}

  /// How samples without a header are stored.
  enum Samples {
    s16(1, 16),
    f32(3, 32);

    private final int tag;
    private final int bits;

    Samples(int tag, int bits) {
      this.tag = tag;
      this.bits = bits;
    }
  }

  /// Bare samples with the header that they lack in front.
  static InputStream raw(InputStream in, Samples samples, int rate, int channels) {
    int frame = channels * samples.bits / 8;
    ByteBuffer head =
        ByteBuffer.allocate(RIFF_HEAD + CHUNK_HEAD + 16 + CHUNK_HEAD)
            .order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii("RIFF")).putInt(UNKNOWN_LENGTH).put(ascii("WAVEfmt ")).putInt(16);
    head.putShort((short) samples.tag).putShort((short) channels);
    head.putInt(rate).putInt(rate * frame).putShort((short) frame);
    head.putShort((short) samples.bits).put(ascii("data")).putInt(UNKNOWN_LENGTH);
    return new SequenceInputStream(new ByteArrayInputStream(head.array()), in);
  }

  /// A stream in any container. If it is a WAV, its header states a length that is only that of the
  /// moment, or 0; it is made to say that it goes on.
  ///
  /// @throws MediaException if it can't be read
  static InputStream openEnded(InputStream in, String name) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      byte[] riff = in.readNBytes(RIFF_HEAD);
      head.write(riff);
      if (riff.length == RIFF_HEAD && is(riff, 0, "RIFF") && is(riff, 8, "WAVE")) {
        chunks(in, head);
      }
    } catch (IOException e) {
      throw new MediaException("can't read " + name + ": " + e.getMessage(), e);
    }
    return new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), in);
  }

  /// Copies the chunks up to the samples.
  private static void chunks(InputStream in, ByteArrayOutputStream head) throws IOException {
    while (head.size() < LONGEST_CHUNK) {
      byte[] chunk = in.readNBytes(CHUNK_HEAD);
      if (chunk.length < CHUNK_HEAD || is(chunk, 0, "data")) {
        head.write(chunk, 0, Math.min(4, chunk.length));
        head.write(chunk.length < CHUNK_HEAD ? rest(chunk) : new byte[] {-1, -1, -1, -1});
        return;
      }
      head.write(chunk);
      int length = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      if (length < 0 || length > LONGEST_CHUNK) {
        return; // whatever it is, the decoder shall say so
      }
      head.write(in.readNBytes(length + length % 2));
    }
  }

  private static byte[] rest(byte[] chunk) {
    return chunk.length <= 4 ? new byte[0] : Arrays.copyOfRange(chunk, 4, chunk.length);
  }

  private static boolean is(byte[] bytes, int at, String word) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1).equals(word);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
