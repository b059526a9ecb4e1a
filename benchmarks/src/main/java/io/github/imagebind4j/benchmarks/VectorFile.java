package io.github.imagebind4j.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A mapped file of [ClusteredVectors].
final class VectorFile implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int DIMENSION = ClusteredVectors.DIMENSION;
  private static final int ROWS_AT_ONCE = 8192;

  private record Near(int row, float cosine) {}

  private final Arena arena = Arena.ofShared();
  private final MemorySegment bytes;
  private final int rows;

  VectorFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    rows = Math.toIntExact(bytes.byteSize() / ((long) DIMENSION * Float.BYTES));
  }

  int rows() {
    return rows;
  }

  float[] row(int row) {
    float[] vector = new float[DIMENSION];
    copy(row, vector);
    return vector;
  }

  private void copy(int row, float[] to) {
    MemorySegment.copy(bytes, FLOAT, (long) row * DIMENSION * Float.BYTES, to, 0, DIMENSION);
  }

  /// The rows of the largest inner products with each query, by comparing all.
  ///
  /// @return for each query k rows, in no order
  int[][] nearest(float[][] queries, int k) {
    float[][] transposed = new float[DIMENSION][queries.length];
    for (int d = 0; d < DIMENSION; d++) {
      for (int q = 0; q < queries.length; q++) {
        transposed[d][q] = queries[q][d];
      }
    }
    int parts = Math.ceilDiv(rows, ROWS_AT_ONCE);
    return IntStream.range(0, parts)
        .parallel()
        .mapToObj(part -> nearestOfPart(part, transposed, queries.length, k))
        .reduce((one, other) -> merged(one, other, k))
        .map(VectorFile::numbers)
        .orElseThrow();
  }

  /// The inner loop goes over queries, so that the compiler makes vector instructions of it.
  private Near[][] nearestOfPart(int part, float[][] transposed, int queries, int k) {
    PriorityQueue<Near>[] best = queues(queries);
    float[] vector = new float[DIMENSION];
    int end = Math.min(rows, (part + 1) * ROWS_AT_ONCE);
    for (int row = part * ROWS_AT_ONCE; row < end; row++) {
      copy(row, vector);
      float[] cosines = new float[queries];
      for (int d = 0; d < DIMENSION; d++) {
        add(cosines, vector[d], transposed[d]);
      }
      for (int q = 0; q < queries; q++) {
        if (best[q].size() < k || cosines[q] > best[q].element().cosine()) {
          best[q].add(new Near(row, cosines[q]));
          if (best[q].size() > k) {
            Near _ = best[q].remove();
          }
        }
      }
    }
    return Arrays.stream(best).map(queue -> queue.toArray(Near[]::new)).toArray(Near[][]::new);
  }

  private static void add(float[] sums, float weight, float[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics
  private static PriorityQueue<Near>[] queues(int count) {
    PriorityQueue<Near>[] queues = new PriorityQueue[count];
    Arrays.setAll(queues, _ -> new PriorityQueue<>(Comparator.comparingDouble(Near::cosine)));
    return queues;
  }

  private static Near[][] merged(Near[][] one, Near[][] other, int k) {
    Near[][] both = new Near[one.length][];
    for (int q = 0; q < one.length; q++) {
      both[q] =
          Stream.concat(Arrays.stream(one[q]), Arrays.stream(other[q]))
              .sorted(Comparator.comparingDouble(Near::cosine).reversed())
              .limit(k)
              .toArray(Near[]::new);
    }
    return both;
  }

  private static int[][] numbers(Near[][] near) {
    return Arrays.stream(near)
        .map(each -> Arrays.stream(each).mapToInt(Near::row).toArray())
        .toArray(int[][]::new);
  }

  @Override
  public void close() {
    arena.close();
  }
}
