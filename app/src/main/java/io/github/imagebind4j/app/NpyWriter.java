package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// One NumPy array `[items, dimensions]`, float32. The row of an item that failed is NaN, so that
/// rows and items stay in step.
///
/// The header comes first and needs the number of rows, which is known last: rows wait in a
/// temporary file.
final class NpyWriter implements EmbeddingWriter {
  private final Console console;
  private final EmbeddingWriter.Scale scale;
  private final int dimension;
  private final Path file;
  private final OutputStream rows;
  private int count;

  NpyWriter(Console console, EmbeddingWriter.Scale scale, int dimension) {
    this.console = console;
    this.scale = scale;
    this.dimension = dimension;
    try {
      file = Files.createTempFile("imagebind4j-", ".rows");
      file.toFile().deleteOnExit(); // for Ctrl-C
      rows = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void embedded(String source, Embedding embedding) {
    write(scale.of(embedding));
  }

  @Override
  public void failed(Item item, ImageBindException reason) {
    float[] nothing = new float[dimension];
    Arrays.fill(nothing, Float.NaN);
    write(nothing);
  }

  private void write(float[] row) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(row);
    try {
      rows.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count++;
  }

  @Override
  public void finish() {
    console.bytes(header(count, dimension));
    byte[] buffer = new byte[1 << 16];
    try {
      rows.close();
      try (InputStream in = Files.newInputStream(file)) {
        for (int n; (n = in.read(buffer)) >= 0; ) {
          console.bytes(buffer, n);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The header of a version 1 file, padded so that the data starts at a multiple of 64.
  private static byte[] header(int rows, int columns) {
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) length);
    String padded = text + " ".repeat(length - text.length() - 1) + "\n";
    return header.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
  }

  @Override
  public void close() {
    try {
      rows.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
