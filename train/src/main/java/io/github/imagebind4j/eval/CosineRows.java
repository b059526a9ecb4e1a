package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.stream.IntStream;

/// All cosines between two sets of vectors, a row of them at a time: memory for a few rows, however
/// many there are.
///
/// Each cosine is summed in one fixed order, so that equal vectors tie exactly and the number of
/// threads changes nothing.
final class CosineRows {
  /// Rows of targets per block: a block of 1,024-dimensional ones takes 512 KB, which a core's
  /// cache holds.
  private static final int COLUMNS = 128;

  /// Queries that are worked on together. Their scores take `QUERIES * targets` floats a thread.
  private static final int QUERIES = 64;

  /// Takes the cosines of one query to all targets. Called by several threads.
  interface Receiver {
    /// Takes a row.
    ///
    /// @param query the query's number
    /// @param cosines to every target, in the order given; overwritten after the call
    void row(int query, float[] cosines);
  }

  private CosineRows() {}

  /// Computes all rows, in no particular order.
  ///
  /// @param queries Q vectors of any length but zero
  /// @param targets T vectors of the same dimension
  static void forEach(float[][] queries, float[][] targets, Receiver receiver) {
    if (queries.length == 0) {
      return;
    }
    int dimension = queries[0].length;
    float[][] units = units(queries, dimension, "query");
    float[][][] blocks = blocks(units(targets, dimension, "target"), dimension);
    int groups = (queries.length + QUERIES - 1) / QUERIES;
    IntStream.range(0, groups)
        .parallel()
        .forEach(group -> {
          int from = group * QUERIES;
          int to = Math.min(from + QUERIES, queries.length);
          float[][] rows = new float[to - from][targets.length];
          for (int block = 0; block < blocks.length; block++) {
            for (int query = from; query < to; query++) {
              multiply(units[query], blocks[block], rows[query - from], block * COLUMNS);
            }
          }
          for (int query = from; query < to; query++) {
            receiver.row(query, rows[query - from]);
          }
        });
  }

  /// The whole table, for few targets.
  ///
  /// @return `[queries][targets]`
  static float[][] table(float[][] queries, float[][] targets) {
    float[][] table = new float[queries.length][];
    forEach(queries, targets, (query, row) -> table[query] = row.clone());
    return table;
  }

  /// The vectors at length one, in fresh arrays.
  ///
  /// @throws InputException if dimensions differ, or a vector is zero or not finite
  static float[][] units(float[][] vectors, int dimension, String what) {
    float[][] units = new float[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i].length != dimension) {
        throw new InputException(
            what
                + " "
                + i
                + " has "
                + vectors[i].length
                + " dimensions, the first query "
                + dimension
                + "; embed all with one model");
      }
      units[i] = unit(vectors[i], what, i);
    }
    return units;
  }

  private static float[] unit(float[] vector, String what, int place) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    if (!(squares > 0 && Double.isFinite(squares))) {
      throw new InputException(
          what + " " + place + " has no direction, its norm is " + Math.sqrt(squares));
    }
    double norm = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  /// The targets in blocks of columns `[block][dimension][COLUMNS]`: so a loop over a block's
  /// columns runs over neighbours in memory, and needs no sum across a vector register.
  private static float[][][] blocks(float[][] targets, int dimension) {
    int count = (targets.length + COLUMNS - 1) / COLUMNS;
    float[][][] blocks = new float[count][dimension][];
    for (int b = 0; b < count; b++) {
      int from = b * COLUMNS;
      int columns = Math.min(COLUMNS, targets.length - from);
      for (int d = 0; d < dimension; d++) {
        float[] line = new float[columns];
        for (int c = 0; c < columns; c++) {
          line[c] = targets[from + c][d];
        }
        blocks[b][d] = line;
      }
    }
    return blocks;
  }

  /// Four dimensions at once: the sums are read and written a quarter as often.
  private static void multiply(float[] query, float[][] block, float[] row, int at) {
    int columns = block.length == 0 ? 0 : block[0].length;
    float[] sums = new float[columns];
    int d = 0;
    for (; d + 3 < query.length; d += 4) {
      float q0 = query[d];
      float q1 = query[d + 1];
      float q2 = query[d + 2];
      float q3 = query[d + 3];
      float[] t0 = block[d];
      float[] t1 = block[d + 1];
      float[] t2 = block[d + 2];
      float[] t3 = block[d + 3];
      for (int c = 0; c < columns; c++) {
        sums[c] += (q0 * t0[c] + q1 * t1[c]) + (q2 * t2[c] + q3 * t3[c]);
      }
    }
    for (; d < query.length; d++) {
      float q = query[d];
      float[] t = block[d];
      for (int c = 0; c < columns; c++) {
        sums[c] += q * t[c];
      }
    }
    System.arraycopy(sums, 0, row, at, columns);
  }
}
