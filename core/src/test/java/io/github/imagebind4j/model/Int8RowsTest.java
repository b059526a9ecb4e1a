package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/// The steps between 8-bit products against LibTorch's own arithmetic in float32.
class Int8RowsTest {
  private static final int ROWS = 5;
  private static final int WIDTH = 48;

  private static FloatArray noise(long seed, int width) {
    Random random = new Random(seed);
    float[] values = new float[ROWS * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i / width);
    }
    return FloatArray.wrap(values, ROWS, width);
  }

  private static FloatArray restored(Int8Rows.Rounded rounded) {
    float[] values = Tensors.toFloatArray(rounded.values()).toArray();
    int width = values.length / ROWS;
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(values[i])).isLessThanOrEqualTo(127);
      values[i] *= rounded.steps()[i / width];
    }
    return FloatArray.wrap(values, ROWS, width);
  }

  private static void assertWithinHalfAStep(
      FloatArray actual, FloatArray expected, float[] steps, double slack) {
    int width = expected.shape().dim(1);
    for (int i = 0; i < ROWS * width; i++) {
      assertThat(actual.get(i))
          .as("value " + i)
          .isCloseTo(expected.get(i), within((float) (steps[i / width] * (0.5 + slack))));
    }
  }

  @Test
  void eachRowIsRoundedByAStepOfItsOwn() {
    FloatArray values = noise(1, WIDTH);
    try (TensorScope _ = TensorScope.open()) {
      Int8Rows.Rounded rounded = new Int8Rows(WIDTH).round(Tensors.of(values));
      for (int row = 0; row < ROWS; row++) {
        float most = 0;
        for (int i = 0; i < WIDTH; i++) {
          most = Math.max(most, Math.abs(values.get(row * WIDTH + i)));
        }
        assertThat(rounded.steps()[row]).isEqualTo(most / 127);
      }
      assertWithinHalfAStep(restored(rounded), values, rounded.steps(), 1e-4);
    }
  }

  @Test
  void bfloat16RowsAreRoundedInTheirOrder() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor halves = Tensors.of(noise(2, WIDTH)).to(torch.ScalarType.BFloat16);
      Int8Rows.Rounded rounded = new Int8Rows(WIDTH).roundHalves(halves);
      assertWithinHalfAStep(restored(rounded), Tensors.toFloatArray(halves), rounded.steps(), 1e-4);
    }
  }

  @Test
  void aRowOfZerosStaysZeroAndNotANumberStaysNone() {
    float[] values = new float[2 * WIDTH];
    values[WIDTH + 3] = Float.NaN;
    try (TensorScope _ = TensorScope.open()) {
      Int8Rows.Rounded rounded =
          new Int8Rows(WIDTH).round(Tensors.of(FloatArray.wrap(values, 2, WIDTH)));
      assertThat(rounded.steps()[0]).isZero();
      assertThat(rounded.steps()[1]).isNaN();
    }
  }

  @Test
  void finishingUndoesTheStepAndAddsTheBias() {
    float[] steps = {0.5f, 2, 1, 0.1f, 3};
    float[] bias = noise(3, WIDTH).slice(0).toArray();
    try (TensorScope _ = TensorScope.open()) {
      Tensor product = Tensors.of(noise(4, WIDTH)).to(torch.ScalarType.BFloat16);
      FloatArray before = Tensors.toFloatArray(product);
      new Int8Rows(WIDTH).finish(product, steps, Int8Rows.PairedBias.of(bias));
      FloatArray after = Tensors.toFloatArray(product);
      for (int i = 0; i < ROWS * WIDTH; i++) {
        float exact = before.get(i) * steps[i / WIDTH] + bias[i % WIDTH];
        assertThat(after.get(i)).isCloseTo(exact, within(Math.abs(exact) / 256 + 1e-6f));
      }
    }
  }

  @Test
  void geluIsTheExactOne() {
    int wide = 4096;
    float[] ramp = new float[ROWS * wide];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (i % wide - wide / 2) / 256f; // -8 to 8
    }
    float[] steps = {1, 1, 1, 0.5f, 0.25f};
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = Tensors.of(FloatArray.wrap(ramp, ROWS, wide)).to(torch.ScalarType.BFloat16);
      Tensor stepped =
          x.to(torch.ScalarType.Float).mul(Tensors.of(FloatArray.copyOf(steps, ROWS, 1)));
      FloatArray expected = Tensors.toFloatArray(torch.gelu(stepped));
      Int8Rows.Rounded rounded =
          new Int8Rows(wide).finishGelu(x.clone(), steps, Int8Rows.PairedBias.of(new float[wide]));
      assertWithinHalfAStep(restored(rounded), expected, rounded.steps(), 1e-3);
    }
  }

  @Test
  void theResidualStreamTakesTheLayersOutput() {
    float[] steps = {0.5f, 2, 1, 0.1f, 3};
    float[] bias = noise(5, WIDTH).slice(0).toArray();
    FloatArray stream = noise(6, WIDTH);
    FloatArray output = noise(7, WIDTH);
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = Tensors.of(stream);
      new Int8Rows(WIDTH).addFinished(x, Tensors.of(output), steps, bias);
      FloatArray sum = Tensors.toFloatArray(x);
      for (int i = 0; i < ROWS * WIDTH; i++) {
        float exact = stream.get(i) + (output.get(i) * steps[i / WIDTH] + bias[i % WIDTH]);
        assertThat(sum.get(i)).isCloseTo(exact, within(1e-5f));
      }
    }
  }
}
