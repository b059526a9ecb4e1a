package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.torch.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// What goes between 8-bit matrix products, a token (a row) at a time: finding a row's scale,
/// rounding it to 8 bits, and undoing the scale after the product. LibTorch has these steps only
/// one by one, each a pass over memory; here a row is read once and worked on in the cache.
///
/// Some rows are fine: what rounding took off them is rounded once more, by a step of its own, and
/// goes through the product as one more row behind all others. So these have 16 bits. A trunk's
/// fine rows are the tokens that the head reads, one of hundreds: their rounding errors go straight
/// into the embedding, while those of the others are averaged by attention.
///
/// The loops are plain, over arrays, without branches: the JIT compiler turns them into vector
/// instructions. Two neighbouring bfloat16 values are taken as one int, since it does that well for
/// 32-bit values only. Results do not depend on whether it did.
///
/// For one thread at a time: it owns the arrays of the row in work.
final class Int8Rows {
  private static final float MOST = 127;
  private static final float STEPS = 255; // between -128 and 127

  /// Below all that GELU gives; its minimum is -0.16997.
  private static final float GELU_LEAST = -0.17f;

  /// Adding and subtracting 1.5 · 2^23 rounds a float of small size to a whole number, half to
  /// even.
  private static final float ROUND = 12582912f;

  private static final float ROOT_HALF = 0.70710677f;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final int[] pairs;
  private final float[] even;
  private final float[] odd;
  private final float[] row;
  private final float[] other;
  private final byte[] bytes;
  private final short[] twoBytes;
  private final float[] fineBias;
  private final PairedBias finePairs;
  private final int[] fine;

  // The same arrays, to reach the floats' bits: the compiler makes vectors of that, too, as it does
  // not of Float.intBitsToFloat.
  private final MemorySegment evenBits;
  private final MemorySegment oddBits;
  private final MemorySegment rowBits;

  /// @param widest the longest row to come
  /// @param fine which rows to keep in 16 bits, ascending
  Int8Rows(int widest, int... fine) {
    this.fine = fine;
    this.pairs = new int[widest / 2];
    this.even = new float[widest / 2];
    this.odd = new float[widest / 2];
    this.row = new float[widest];
    this.other = new float[widest];
    this.bytes = new byte[widest];
    this.twoBytes = new short[widest / 2];
    this.fineBias = new float[widest];
    this.finePairs = new PairedBias(new float[widest / 2], new float[widest / 2]);
    this.evenBits = MemorySegment.ofArray(even);
    this.oddBits = MemorySegment.ofArray(odd);
    this.rowBits = MemorySegment.ofArray(row);
  }

  /// 8-bit rows, and what they stand for: `value = zero + step · int8`. Behind the M rows come the
  /// F of the fine ones' remainders.
  ///
  /// @param values `[M + F, K]`, int8
  /// @param steps M + F numbers
  /// @param zeros M + F numbers
  /// @param rows M
  record Rounded(Tensor values, float[] steps, float[] zeros, int rows) {}

  /// Rounds float32 rows.
  ///
  /// @param x `[..., K]`, contiguous
  /// @return `[M + F, K]`
  Rounded round(Tensor x) {
    int width = (int) x.size(-1);
    Rounded rounded = empty(x.numel() / width, width);
    MemorySegment from = Tensors.memory(x);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < rounded.rows(); m++) {
      readFloats(from, m, row, width);
      roundRow(rounded, to, m, width);
      int remainder = remainder(m, rounded.rows());
      if (remainder >= 0) {
        takeAway(row, bytes, rounded.steps[m], width);
        roundRow(rounded, to, remainder, width);
      }
    }
    return rounded;
  }

  /// Rounds bfloat16 rows.
  ///
  /// @param x `[..., K]`, contiguous, K even
  /// @return `[M + F, K]`
  Rounded roundHalves(Tensor x) {
    int width = (int) x.size(-1);
    Rounded rounded = empty(x.numel() / width, width);
    MemorySegment from = Tensors.memory(x);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < rounded.rows(); m++) {
      readPairs(from, m, width);
      roundPairs(rounded, to, m, width);
      roundRemainder(rounded, to, m, width);
    }
    return rounded;
  }

  /// Undoes the steps of the rows that went into a product, and adds the layer's bias: `y · step +
  /// bias`, in place.
  ///
  /// @param y `[M + F, N]`, bfloat16, contiguous, N even
  /// @param input of the product, its zeros all 0
  /// @param bias of the layer
  /// @return its first rows, `[M, N]`
  Tensor finish(Tensor y, Rounded input, PairedBias bias) {
    int width = (int) y.size(-1);
    MemorySegment memory = Tensors.memory(y);
    for (int m = 0; m < input.rows(); m++) {
      PairedBias own = biasOf(memory, m, input, bias, width);
      readPairs(memory, m, width);
      affine(even, input.steps[m], own.even, width / 2);
      affine(odd, input.steps[m], own.odd, width / 2);
      writePairs(memory, m, width);
    }
    return y.narrow(0, 0, input.rows());
  }

  /// The same, then GELU, then rounding for the next product. What GELU gives is lopsided, so zero
  /// is not in the middle of the steps.
  ///
  /// @param y `[M + F, N]`, bfloat16, contiguous, N even
  /// @param input of the product, its zeros all 0
  /// @param bias of the layer
  /// @return `[M + F, N]`
  Rounded finishGelu(Tensor y, Rounded input, PairedBias bias) {
    int width = (int) y.size(-1);
    Rounded rounded = empty(input.rows(), width);
    MemorySegment from = Tensors.memory(y);
    MemorySegment to = Tensors.memory(rounded.values);
    for (int m = 0; m < input.rows(); m++) {
      PairedBias own = biasOf(from, m, input, bias, width);
      readPairs(from, m, width);
      gelu(even, input.steps[m], own.even, width / 2);
      gelu(odd, input.steps[m], own.odd, width / 2);
      roundGelu(rounded, to, m, width);
      roundRemainder(rounded, to, m, width);
    }
    return rounded;
  }

  /// Adds a layer's output to the residual stream: `x + (y · step + ofOnes · zero + bias)`, in
  /// place.
  ///
  /// @param x `[..., D]`, float32, contiguous, of M rows
  /// @param y `[M + F, D]`, float32, contiguous
  /// @param input of the product
  /// @param layer whose product it is, D channels
  void addFinished(Tensor x, Tensor y, Rounded input, Int8Linear layer) {
    int width = layer.bias().length;
    MemorySegment sum = Tensors.memory(x);
    MemorySegment from = Tensors.memory(y);
    for (int m = 0; m < input.rows(); m++) {
      float[] own = layer.bias();
      int remainder = remainder(m, input.rows());
      if (remainder >= 0) {
        readFloats(from, remainder, fineBias, width);
        affine(fineBias, input.steps[remainder], own, width);
        own = fineBias;
      }
      readFloats(sum, m, row, width);
      readFloats(from, m, other, width);
      affine(other, input.steps[m], own, width);
      addScaled(row, other, layer.ofOnes(), input.zeros[m], width);
      MemorySegment.copy(row, 0, sum, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * m * width, width);
    }
  }

  /// Where the remainder of a row is, or -1 if the row is not fine.
  private int remainder(int m, int rows) {
    int index = Arrays.binarySearch(fine, m);
    return index < 0 ? -1 : rows + index;
  }

  /// A layer's bias, with what the remainder of a fine row gives.
  private PairedBias biasOf(MemorySegment y, int m, Rounded input, PairedBias bias, int width) {
    int remainder = remainder(m, input.rows());
    if (remainder < 0) {
      return bias;
    }
    readPairs(y, remainder, width);
    affine(even, input.steps[remainder], bias.even, width / 2);
    affine(odd, input.steps[remainder], bias.odd, width / 2);
    System.arraycopy(even, 0, finePairs.even, 0, width / 2);
    System.arraycopy(odd, 0, finePairs.odd, 0, width / 2);
    return finePairs;
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

  private Rounded empty(long rows, int width) {
    int all = Math.toIntExact(rows) + fine.length;
    // On the memory that LibTorch's allocator gives, aligned as oneDNN likes it.
    Tensor values =
        torch.empty(
            Tensors.sizes(Shape.of(all, width)),
            new org.bytedeco.pytorch.TensorOptions(torch.ScalarType.Char),
            null);
    return new Rounded(values, new float[all], new float[all], Math.toIntExact(rows));
  }

  private static void readFloats(MemorySegment from, int m, float[] to, int width) {
    MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * m * width, to, 0, width);
  }

  private void readPairs(MemorySegment from, int m, int width) {
    int half = width / 2;
    MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 2L * m * width, pairs, 0, half);
    lower(pairs, evenBits, half); // little-endian: the first of two is the lower half
    upper(pairs, oddBits, half);
  }

  private void writePairs(MemorySegment to, int m, int width) {
    int half = width / 2;
    join(evenBits, oddBits, pairs, half);
    MemorySegment.copy(pairs, 0, to, ValueLayout.JAVA_INT_UNALIGNED, 2L * m * width, half);
  }

  private void roundRow(Rounded rounded, MemorySegment to, int m, int width) {
    float most = Float.intBitsToFloat(largest(rowBits, width));
    round(row, scale(most), bytes, width);
    MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, (long) m * width, width);
    rounded.steps[m] = most / MOST;
  }

  private void roundPairs(Rounded rounded, MemorySegment to, int m, int width) {
    float most = largestOfPairs(width);
    roundPairs(to, m, scale(most), 0, width);
    rounded.steps[m] = most / MOST;
  }

  /// From the least that GELU gives to the largest value: twice as fine as about zero.
  private void roundGelu(Rounded rounded, MemorySegment to, int m, int width) {
    float range = largestOfPairs(width) - GELU_LEAST;
    float scale = STEPS / range;
    roundPairs(to, m, scale, Byte.MIN_VALUE - GELU_LEAST * scale, width);
    rounded.steps[m] = range / STEPS;
    rounded.zeros[m] = GELU_LEAST - Byte.MIN_VALUE * rounded.steps[m];
  }

  private void roundPairs(MemorySegment to, int m, float scale, float shift, int width) {
    int half = width / 2;
    roundPairs(even, odd, scale, shift, twoBytes, half);
    MemorySegment.copy(twoBytes, 0, to, ValueLayout.JAVA_SHORT_UNALIGNED, (long) m * width, half);
  }

  /// What was just rounded off a row, if it is a fine one.
  private void roundRemainder(Rounded rounded, MemorySegment to, int m, int width) {
    int remainder = remainder(m, rounded.rows);
    if (remainder >= 0) {
      takeAway(even, odd, twoBytes, rounded.steps[m], rounded.zeros[m], width / 2);
      roundPairs(rounded, to, remainder, width);
    }
  }

  private float largestOfPairs(int width) {
    int half = width / 2;
    return Float.intBitsToFloat(Math.max(largest(evenBits, half), largest(oddBits, half)));
  }

  private static float scale(float largest) {
    return largest == 0 ? 0 : MOST / largest;
  }

  private static void lower(int[] pairs, MemorySegment bits, int n) {
    for (int i = 0; i < n; i++) {
      bits.setAtIndex(INT, i, pairs[i] << 16);
    }
  }

  private static void upper(int[] pairs, MemorySegment bits, int n) {
    for (int i = 0; i < n; i++) {
      bits.setAtIndex(INT, i, pairs[i] & 0xffff0000);
    }
  }

  /// Each to the nearest bfloat16, half to even.
  private static void join(MemorySegment even, MemorySegment odd, int[] pairs, int n) {
    for (int i = 0; i < n; i++) {
      int low = even.getAtIndex(INT, i);
      int high = odd.getAtIndex(INT, i);
      pairs[i] =
          ((low + 0x7fff + ((low >>> 16) & 1)) >>> 16)
              | ((high + 0x7fff + ((high >>> 16) & 1)) & 0xffff0000);
    }
  }

  /// The largest magnitude, as bits: those of positive floats are ordered as the floats are.
  private static int largest(MemorySegment bits, int n) {
    int most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, bits.getAtIndex(INT, i) & 0x7fffffff);
    }
    return most;
  }

  private static void round(float[] values, float scale, byte[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (byte) (int) (values[i] * scale + ROUND - ROUND);
    }
  }

  private static void roundPairs(
      float[] even, float[] odd, float scale, float shift, short[] to, int n) {
    for (int i = 0; i < n; i++) {
      int low = (int) (Math.fma(even[i], scale, shift) + ROUND - ROUND);
      int high = (int) (Math.fma(odd[i], scale, shift) + ROUND - ROUND);
      to[i] = (short) ((low & 0xff) | (high << 8));
    }
  }

  private static void takeAway(float[] values, byte[] rounded, float step, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.fma(rounded[i], -step, values[i]);
    }
  }

  private static void takeAway(
      float[] even, float[] odd, short[] rounded, float step, float zero, int n) {
    for (int i = 0; i < n; i++) {
      even[i] = Math.fma((byte) rounded[i], -step, even[i] - zero);
      odd[i] = Math.fma(rounded[i] >> 8, -step, odd[i] - zero);
    }
  }

  private static void affine(float[] values, float step, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      values[i] = Math.fma(values[i], step, bias[i]);
    }
  }

  private static void addScaled(float[] sum, float[] values, float[] more, float scale, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += Math.fma(more[i], scale, values[i]);
    }
  }

  /// `gelu(value · step + bias)` with erf to within 3e-7 by a formula without exp (Abramowitz and
  /// Stegun, Handbook of Mathematical Functions, 7.1.28): `erf(x) = 1 - 1 / p(x)^16`.
  private static void gelu(float[] values, float step, float[] bias, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.fma(values[i], step, bias[i]);
      float x = Math.abs(v) * ROOT_HALF;
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
      float half = 0.5f * v;
      values[i] = Math.fma(Math.abs(half), 1f - 1f / p, half);
    }
  }
}
