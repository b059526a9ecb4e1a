package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.InputException;
import java.math.BigInteger;
import java.util.Locale;

/// Changes a sound's sample rate by band-limited interpolation: a sinc under a Hann window,
/// polyphase.
///
/// Output sample `n = q * new + j` (the rates reduced by their common divisor) is the sum over the
/// taps of phase `j` around input sample `q * orig`. Positions in the kernel are computed in float
/// as in the reference; in double the outcome differs by up to 3e-5. Taps where the window is zero
/// are left out.
///
/// Source: torchaudio's `functional.resample`, 0.13.1 (kernel) and 2.x (length).
///
/// Immutable and safe for use by any thread.
final class AudioResampler {
  /// Zero crossings of the sinc on each side.
  private static final int LOWPASS_WIDTH = 6;

  /// The cut-off, as a part of the lower rate's Nyquist frequency.
  private static final double ROLLOFF = 0.99;

  private final int orig;
  private final int target;

  /// Taps of one phase; `taps[j * tapCount + k]` meets input sample `q * orig + first[j] + k`.
  private final int tapCount;

  private final float[] taps;
  private final int[] first;

  /// Makes the kernel.
  ///
  /// @param origRate the input's samples a second
  /// @param newRate the output's samples a second
  /// @throws InputException if a rate is not above 0
  AudioResampler(int origRate, int newRate) {
    if (origRate < 1 || newRate < 1) {
      throw new InputException(
          String.format(
              Locale.ROOT, "sample rates must be above 0, got %d and %d", origRate, newRate));
    }
    int divisor = BigInteger.valueOf(origRate).gcd(BigInteger.valueOf(newRate)).intValue();
    this.orig = origRate / divisor;
    this.target = newRate / divisor;
    double base = Math.min(orig, target) * ROLLOFF;
    double reach = LOWPASS_WIDTH * orig / base;
    this.tapCount = orig == target ? 1 : (int) Math.ceil(2 * reach) + 1;
    this.taps = new float[Math.multiplyExact(target, tapCount)];
    this.first = new int[target];
    for (int j = 0; j < target; j++) {
      // The kernel's centre for this phase lies j * orig / target input samples after q * orig.
      first[j] = orig == target ? 0 : (int) Math.ceil((double) j * orig / target - reach);
      for (int k = 0; k < tapCount; k++) {
        taps[j * tapCount + k] = orig == target ? 1 : tap(first[j] + k, j, (float) base);
      }
    }
  }

  /// The kernel's value for an input sample `i` after `q * orig`, in phase `j`.
  private float tap(int i, int j, float base) {
    float t = (float) -j / target + (float) i / orig;
    t *= base;
    t = Math.clamp(t, -LOWPASS_WIDTH, (float) LOWPASS_WIDTH);
    float angle = t * (float) Math.PI / LOWPASS_WIDTH / 2;
    float cos = (float) Math.cos(angle);
    float window = cos * cos;
    t *= (float) Math.PI;
    float sinc = t == 0 ? 1 : (float) Math.sin(t) / t;
    return sinc * (window * (float) (Math.min(orig, target) * ROLLOFF / orig));
  }

  /// How long the output is: `ceil(new * length / orig)`, the quotient first rounded to float.
  ///
  /// @param length input samples
  /// @return output samples
  int outputLength(int length) {
    return (int) Math.ceil((float) ((double) ((long) target * length) / orig));
  }

  /// Computes part of the output.
  ///
  /// @param input the samples from number `inputFrom` of the whole input on; beyond what it holds,
  ///   and outside the whole input, there is silence
  /// @param inputFrom the number of the first sample in `input`
  /// @param outputFrom the first output sample wanted
  /// @param output receives `count` samples
  /// @param at where in `output` the first one goes
  /// @param count how many are wanted
  void resample(float[] input, long inputFrom, long outputFrom, float[] output, int at, int count) {
    for (int n = 0; n < count; n++) {
      long q = (outputFrom + n) / target;
      int j = (int) ((outputFrom + n) % target);
      long from = q * orig + first[j] - inputFrom;
      int k0 = Math.clamp(-from, 0, tapCount);
      int k1 = Math.clamp(input.length - from, k0, tapCount);
      output[at + n] = dot(taps, j * tapCount, input, (int) from, k0, k1);
    }
  }

  /// The first input sample that an output sample depends on; it may be negative.
  long inputStart(long outputSample) {
    return outputSample / target * orig + first[(int) (outputSample % target)];
  }

  /// The sample after the last input sample that an output sample depends on.
  long inputEnd(long outputSample) {
    return inputStart(outputSample) + tapCount;
  }

  /// Four sums side by side: one alone would wait for each addition before the next.
  private static float dot(float[] taps, int tapsAt, float[] input, int inputAt, int k0, int k1) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int k = k0;
    for (; k + 3 < k1; k += 4) {
      a += taps[tapsAt + k] * input[inputAt + k];
      b += taps[tapsAt + k + 1] * input[inputAt + k + 1];
      c += taps[tapsAt + k + 2] * input[inputAt + k + 2];
      d += taps[tapsAt + k + 3] * input[inputAt + k + 3];
    }
    for (; k < k1; k++) {
      a += taps[tapsAt + k] * input[inputAt + k];
    }
    return (a + b) + (c + d);
  }
}
