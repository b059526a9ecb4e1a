package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/// Turns a matrix into 8-bit integers with a scale for each row, symmetric about zero: `scale[n] =
/// max|w[n, :]| / 127` and `q[n, k] = w[n, k] / scale[n]`, rounded to the nearest, ties to even,
/// within ±127; so `w ≈ q · scale`, off by half a scale at most. All in 32-bit floats.
///
/// A row whose scale would lie below the smallest normal float (a row of zeros, as a rule) becomes
/// zeros of scale 1.
///
/// Serves one matrix, on one thread.
public final class RowQuantization {
  /// The largest magnitude of a quantised value. Not 128, which has no positive counterpart.
  private static final float LARGEST = 127;

  /// Added and taken away again, rounds a float of magnitude below 2^22 to a whole number, ties to
  /// even: at this size floats lie one apart.
  private static final float ROUNDER = 0x1.8p23f;

  private static final int BLOCK_VALUES = 1 << 16;

  private final TensorSource matrix;
  private final int columns;
  private final float[] scales;
  private int row;

  private RowQuantization(TensorSource matrix) {
    this.matrix = matrix;
    this.columns = matrix.shape().dim(1);
    this.scales = new float[matrix.shape().dim(0)];
  }

  /// Quantises a matrix as it is written.
  ///
  /// @param matrix F32, F16 or BF16 `[N, K]`
  /// @param scalesName the name of the tensor of scales
  /// @return the values under the matrix's name, I8 `[N, K]`, and then the scales, F32 `[N]`. They
  ///   must be written in this order: a matrix is read once, and its scales are known when all of
  ///   it has passed. Writing it is a [CheckpointException] where a weight is not finite
  /// @throws CheckpointException if it is no matrix of floats, or has more than 2^24 columns
  public static List<TensorSource> of(TensorSource matrix, String scalesName) {
    if (!FloatBits.reads(matrix.dtype())
        || matrix.shape().rank() != 2
        || matrix.shape().dim(1) > 1 << 24) {
      throw new CheckpointException(
          "can't quantise tensor "
              + matrix.name()
              + " "
              + matrix.dtype()
              + " "
              + matrix.shape()
              + "; only matrices of F32, F16 or BF16");
    }
    RowQuantization quantization = new RowQuantization(matrix);
    Shape scales = Shape.of(matrix.shape().dim(0));
    return List.of(
        new TensorSource(matrix.name(), DType.I8, matrix.shape(), quantization::writeValues),
        new TensorSource(scalesName, DType.F32, scales, quantization::writeScales));
  }

  private void writeValues(WritableByteChannel out) throws IOException {
    row = 0;
    int rows = Math.max(1, BLOCK_VALUES / Math.max(1, columns));
    byte[] values = new byte[rows * columns];
    FloatBits.of(
        matrix,
        values.length,
        (bits, count) -> {
          for (int at = 0; at + columns <= count; at += columns) {
            quantise(bits, at, values);
          }
          out.write(ByteBuffer.wrap(values, 0, count));
        });
  }

  private void quantise(int[] bits, int at, byte[] values) {
    int largest = FloatBits.largest(bits, at, at + columns);
    if (largest >= FloatBits.INFINITY) {
      throw FloatBits.notFinite(matrix.name(), largest);
    }
    float scale = Float.intBitsToFloat(largest) / LARGEST;
    boolean vanishes = scale < Float.MIN_NORMAL;
    scales[row++] = vanishes ? 1 : scale;
    float divisor = vanishes ? Float.POSITIVE_INFINITY : scale;
    for (int i = at; i < at + columns; i++) {
      float rounded = Float.intBitsToFloat(bits[i]) / divisor + ROUNDER - ROUNDER;
      values[i] = (byte) Math.clamp((int) rounded, -127, 127);
    }
  }

  private void writeScales(WritableByteChannel out) throws IOException {
    if (row != scales.length) {
      throw new CheckpointException(
          "the scales of " + matrix.name() + " are not known before its values are written");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(scales.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(scales);
    out.write(bytes);
  }
}
