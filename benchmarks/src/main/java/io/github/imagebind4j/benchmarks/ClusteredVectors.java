package io.github.imagebind4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Unit vectors like a model's: 1,024 dimensions, of which 64 matter, in 1,000 clusters, with a
/// little noise in all. Vectors without any such order defeat every graph index.
///
/// A file holds them row by row as little-endian floats, without a header: `numpy.fromfile(path,
/// '<f4').reshape(-1, 1024)`.
final class ClusteredVectors {
  static final int DIMENSION = 1024;

  private static final int INTRINSIC = 64;
  private static final int CLUSTERS = 1000;
  private static final double SPREAD = 0.6; // of a cluster, where centres are 1 apart in each
  private static final double NOISE = 0.5; // beside directions of length 8 each in all
  private static final int ROWS_AT_ONCE = 8192;
  private static final long SPACE_SEED = 7;

  private final float[][] directions = gaussians(SPACE_SEED, INTRINSIC, DIMENSION);
  private final float[][] centres = gaussians(SPACE_SEED + 1, CLUSTERS, INTRINSIC);
  private final long seed;

  /// @param seed of the vectors; the space is the same for all
  ClusteredVectors(long seed) {
    this.seed = seed;
  }

  private static float[][] gaussians(long seed, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] result = new float[rows][columns];
    for (float[] row : result) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return result;
  }

  /// One of them.
  ///
  /// @param row its number, which with the seed decides everything
  /// @return its 1,024 numbers, of norm 1
  float[] vector(long row) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003L + row);
    float[] centre = centres[random.nextInt(CLUSTERS)];
    float[] vector = new float[DIMENSION];
    for (int k = 0; k < INTRINSIC; k++) {
      float weight = centre[k] + (float) (SPREAD * random.nextGaussian());
      float[] direction = directions[k];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += weight * direction[i];
      }
    }
    double square = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += (float) (NOISE * random.nextGaussian());
      square += (double) vector[i] * vector[i];
    }
    double norm = Math.sqrt(square);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
    return vector;
  }

  /// Writes them, unless the file is there.
  void write(Path file, int rows) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path growing = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel out =
        FileChannel.open(
            growing,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      int parts = Math.ceilDiv(rows, ROWS_AT_ONCE);
      IntStream.range(0, parts).parallel().forEach(part -> writePart(out, part, rows));
    }
    Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writePart(FileChannel out, int part, int rows) {
    int first = part * ROWS_AT_ONCE;
    int count = Math.min(ROWS_AT_ONCE, rows - first);
    ByteBuffer bytes =
        ByteBuffer.allocate(count * DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      for (float value : vector(first + i)) {
        bytes.putFloat(value);
      }
    }
    bytes.flip();
    try {
      long at = (long) first * DIMENSION * Float.BYTES;
      while (bytes.hasRemaining()) {
        at += out.write(bytes, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
