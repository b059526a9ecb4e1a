package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What goes between 8-bit matrix products, a token (a row) at a time: finding a row's scale,
/// rounding it to 8 bits, and undoing the scale after the product. LibTorch has these steps only
/// one by one, each a pass over memory; here a row is read once and worked on in the cache.
///
/// The loops are plain, over arrays, without branches: the JIT compiler turns them into vector
/// instructions. Two neighbouring bfloat16 values are taken as one int, since it does that well for
/// 32-bit values only. Results do not depend on whether it did.
///
/// For one thread at a time: it owns the arrays of the row in work.
final class Int8Rows {
  private static final float MOST = 127;

  /// Adding and subtracting 1.5 · 2^23 rounds a float of small size to a whole number, half to
  /// even.
  private static final float ROUND = 12582912f;

  private final int[] pairs;
  private final float[] even;
  private final float[] odd;
  private final float[] row;
  private final float[] other;
  private final int[] bits;
  private final byte[] bytes;

  /// @param widest the longest row to come
  Int8Rows(int widest) {
    this.pairs = new int[widest / 2];
    this.even = new float[widest / 2];
    this.odd = new float[widest / 2];
    this.row = new float[widest];
    this.other = new float[widest];
    this.bits = new int[widest];
    this.bytes = new byte[widest];
  }

  /// 8-bit rows and what one step of each row's values is worth.
  ///
  /// @param values `[M, K]`, int8
  /// @param steps M numbers; value = step · int8
  record Rounded(Tensor values, float[] steps) {}

  /// Rounds float32 rows.
  ///
  /// @param x `[..., K]`, contiguous
  /// @return `[M, K]`
  Rounded round(Tensor x) {
    int width = (int) x.size(-1);
    Rounded rounded = empty(x.numel() / width, width);
    MemorySegment from = Tensors.memory(x);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < rounded.steps.length; m++) {
      readFloats(from, m, row, width);
      rounded.steps[m] = roundRow(width, to, m);
    }
    return rounded;
  }

  /// Rounds bfloat16 rows.
  ///
  /// @param x `[..., K]`, contiguous, K even
  /// @return `[M, K]`
  Rounded roundHalves(Tensor x) {
    int width = (int) x.size(-1);
    Rounded rounded = empty(x.numel() / width, width);
    MemorySegment from = Tensors.memory(x);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < rounded.steps.length; m++) {
      readPairs(from, m, width);
      rounded.steps[m] = roundPairs(width, to, m);
    }
    return rounded;
  }

  /// Undoes the steps of the rows that went into a product, and adds the layer's bias: `y · step +
  /// bias`, in place.
  ///
  /// @param y `[M, N]`, bfloat16, contiguous, N even
  /// @param steps of the product's input
  /// @param bias of the layer
  void finish(Tensor y, float[] steps, PairedBias bias) {
    int width = (int) y.size(-1);
    MemorySegment memory = Tensors.memory(y);
    for (int m = 0; m < steps.length; m++) {
      readPairs(memory, m, width);
      affine(even, steps[m], bias.even, width / 2);
      affine(odd, steps[m], bias.odd, width / 2);
      writePairs(memory, m, width);
    }
  }

  /// The same, then GELU, then rounding for the next product.
  ///
  /// @param y `[M, N]`, bfloat16, contiguous, N even
  /// @param steps of the product's input
  /// @param bias of the layer
  /// @return `[M, N]`
  Rounded finishGelu(Tensor y, float[] steps, PairedBias bias) {
    int width = (int) y.size(-1);
    Rounded rounded = empty(steps.length, width);
    MemorySegment from = Tensors.memory(y);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < steps.length; m++) {
      readPairs(from, m, width);
      gelu(even, steps[m], bias.even, width / 2);
      gelu(odd, steps[m], bias.odd, width / 2);
      rounded.steps[m] = roundPairs(width, to, m);
    }
    return rounded;
  }

  /// Adds a layer's output to the residual stream: `x + (y · step + bias)`, in place.
  ///
  /// @param x `[..., D]`, float32, contiguous
  /// @param y `[M, D]`, float32, contiguous
  /// @param steps of the product's input
  /// @param bias of the layer, D numbers
  void addFinished(Tensor x, Tensor y, float[] steps, float[] bias) {
    int width = bias.length;
    MemorySegment sum = Tensors.memory(x);
    MemorySegment from = Tensors.memory(y);
    for (int m = 0; m < steps.length; m++) {
      readFloats(sum, m, row, width);
      readFloats(from, m, other, width);
      addAffine(row, other, steps[m], bias, width);
      MemorySegment.copy(row, 0, sum, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * m * width, width);
    }
  }

  /// A bias split as rows of bfloat16 pairs are.
  ///
  /// @param even its values at even places
  /// @param odd its values at odd places
  record PairedBias(float[] even, float[] odd) {
    static PairedBias of(float[] bias) {
      PairedBias split = new PairedBias(new float[bias.length / 2], new float[bias.length / 2]);
      for (int i = 0; i < bias.length / 2; i++) {
        split.even[i] = bias[2 * i];
        split.odd[i] = bias[2 * i + 1];
      }
      return split;
    }
  }

  private static Rounded empty(long rows, int width) {
    // On the memory that LibTorch's allocator gives, aligned as oneDNN likes it.
    Tensor values =
        torch.empty(
            Tensors.sizes(Shape.of(Math.toIntExact(rows), width)),
            new org.bytedeco.pytorch.TensorOptions(torch.ScalarType.Char),
            null);
    return new Rounded(values, new float[Math.toIntExact(rows)]);
  }

  private static void readFloats(MemorySegment from, int m, float[] to, int width) {
    MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * m * width, to, 0, width);
  }

  private void readPairs(MemorySegment from, int m, int width) {
    int half = width / 2;
    MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 2L * m * width, pairs, 0, half);
    shiftUp(pairs, bits, half); // little-endian: the first of two is the lower half
    toFloats(bits, even, half);
    maskUpper(pairs, bits, half);
    toFloats(bits, odd, half);
  }

  private void writePairs(MemorySegment to, int m, int width) {
    int half = width / 2;
    toBits(even, bits, half);
    roundToLower(bits, pairs, half);
    toBits(odd, bits, half);
    roundToUpper(bits, pairs, half);
    MemorySegment.copy(pairs, 0, to, ValueLayout.JAVA_INT_UNALIGNED, 2L * m * width, half);
  }

  private float roundRow(int width, MemorySegment to, int m) {
    toBits(row, bits, width);
    float most = Float.intBitsToFloat(largest(bits, width));
    round(row, scale(most), bytes, width);
    MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, (long) m * width, width);
    return most / MOST;
  }

  private float roundPairs(int width, MemorySegment to, int m) {
    int half = width / 2;
    toBits(even, bits, half);
    int most = largest(bits, half);
    toBits(odd, bits, half);
    float largest = Float.intBitsToFloat(Math.max(most, largest(bits, half)));
    roundPairs(even, odd, scale(largest), bits, half);
    packPairs(bits, shorts(half), half);
    MemorySegment.copy(shorts, 0, to, ValueLayout.JAVA_SHORT_UNALIGNED, (long) m * width, half);
    return largest / MOST;
  }

  private short[] shorts = new short[0];

  private short[] shorts(int length) {
    if (shorts.length < length) {
      shorts = new short[length];
    }
    return shorts;
  }

  private static float scale(float largest) {
    return largest == 0 ? 0 : MOST / largest;
  }

  private static void toFloats(int[] from, float[] to, int n) {
    MemorySegment.copy(MemorySegment.ofArray(from), 0, MemorySegment.ofArray(to), 0, 4L * n);
  }

  private static void toBits(float[] from, int[] to, int n) {
    MemorySegment.copy(MemorySegment.ofArray(from), 0, MemorySegment.ofArray(to), 0, 4L * n);
  }

  private static void shiftUp(int[] pairs, int[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = pairs[i] << 16;
    }
  }

  private static void maskUpper(int[] pairs, int[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = pairs[i] & 0xffff0000;
    }
  }

  /// To the nearest bfloat16, half to even.
  private static void roundToLower(int[] bits, int[] pairs, int n) {
    for (int i = 0; i < n; i++) {
      pairs[i] = (bits[i] + 0x7fff + ((bits[i] >>> 16) & 1)) >>> 16;
    }
  }

  private static void roundToUpper(int[] bits, int[] pairs, int n) {
    for (int i = 0; i < n; i++) {
      pairs[i] |= (bits[i] + 0x7fff + ((bits[i] >>> 16) & 1)) & 0xffff0000;
    }
  }

  /// The largest magnitude, as bits: those of positive floats are ordered as the floats are.
  private static int largest(int[] bits, int n) {
    int most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, bits[i] & 0x7fffffff);
    }
    return most;
  }

  private static void round(float[] values, float scale, byte[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (byte) (int) (values[i] * scale + ROUND - ROUND);
    }
  }

  private static void roundPairs(float[] even, float[] odd, float scale, int[] to, int n) {
    for (int i = 0; i < n; i++) {
      int low = (int) (even[i] * scale + ROUND - ROUND);
      int high = (int) (odd[i] * scale + ROUND - ROUND);
      to[i] = (low & 0xff) | (high << 8);
    }
  }

  private static void packPairs(int[] from, short[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (short) from[i];
    }
  }

  private static void affine(float[] values, float step, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.fma(values[i], step, bias[i]);
    }
  }

  private static void addAffine(float[] sum, float[] values, float step, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += Math.fma(values[i], step, bias[i]);
    }
  }

  /// `gelu(value · step + bias)` with erf to within 3e-7 by a formula without exp (Abramowitz and
  /// Stegun, Handbook of Mathematical Functions, 7.1.28).
  private static void gelu(float[] values, float step, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.fma(values[i], step, bias[i]);
      float x = Math.abs(v) * 0.70710677f;
      float p = Math.fma(x, 0.0000430638f, 0.0002765672f);
      p = Math.fma(x, p, 0.0001520143f);
      p = Math.fma(x, p, 0.009270527f);
      p = Math.fma(x, p, 0.04228201f);
      p = Math.fma(x, p, 0.070523076f);
      p = Math.fma(x, p, 1f);
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      float erf = 1f - 1f / p; // of |x|
      values[i] = Math.fma(0.5f * Math.abs(v), erf, 0.5f * v);
    }
  }
}
