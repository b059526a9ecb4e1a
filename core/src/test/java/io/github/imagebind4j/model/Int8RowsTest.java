package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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

  /// What 8-bit rows stand for, remainders of fine rows as rows of their own.
  private static FloatArray restored(Int8Rows.Rounded rounded) {
    float[] values = Tensors.toFloatArray(rounded.values()).toArray();
    int width = values.length / rounded.steps().length;
    for (int i = 0; i < values.length; i++) {
      float zero = rounded.zeros()[i / width];
      assertThat(values[i]).isBetween(zero == 0 ? -127f : -128f, 127f);
      values[i] = zero + values[i] * rounded.steps()[i / width];
    }
    return FloatArray.wrap(values, rounded.steps().length, width);
  }

  /// What goes into a product, of which only steps and zeros matter here.
  private static Int8Rows.Rounded input(float[] steps, float[] zeros, int rows) {
    return new Int8Rows.Rounded(new Tensor(), steps, zeros, rows);
  }

  private static Int8Rows.Rounded input(float... steps) {
    return input(steps, new float[steps.length], steps.length);
  }

  private static Int8Linear layer(float[] bias, float[] ofOnes) {
    Tensor none = new Tensor();
    return new Int8Linear(none, none, none, bias, Int8Rows.PairedBias.of(bias), ofOnes);
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
      Tensor finished =
          new Int8Rows(WIDTH).finish(product, input(steps), Int8Rows.PairedBias.of(bias));
      assertThat(finished.size(0)).isEqualTo(ROWS);
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
          new Int8Rows(wide)
              .finishGelu(x.clone(), input(steps), Int8Rows.PairedBias.of(new float[wide]));
      assertWithinHalfAStep(restored(rounded), expected, rounded.steps(), 1e-3);
      // From -0.17 to 8, and not from -8.
      assertThat(rounded.steps()[0]).isCloseTo((7.97f + 0.17f) / 255, within(1e-3f));
    }
  }

  @Test
  void theResidualStreamTakesTheLayersOutput() {
    float[] steps = {0.5f, 2, 1, 0.1f, 3};
    float[] zeros = {0, 1, -2, 0.5f, 0};
    float[] bias = noise(5, WIDTH).slice(0).toArray();
    float[] ofOnes = noise(8, WIDTH).slice(0).toArray();
    FloatArray stream = noise(6, WIDTH);
    FloatArray output = noise(7, WIDTH);
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = Tensors.of(stream);
      new Int8Rows(WIDTH)
          .addFinished(x, Tensors.of(output), input(steps, zeros, ROWS), layer(bias, ofOnes));
      FloatArray sum = Tensors.toFloatArray(x);
      for (int i = 0; i < ROWS * WIDTH; i++) {
        float product = output.get(i) * steps[i / WIDTH] + ofOnes[i % WIDTH] * zeros[i / WIDTH];
        float exact = stream.get(i) + product + bias[i % WIDTH];
        assertThat(sum.get(i)).isCloseTo(exact, within(1e-5f));
      }
    }
  }

  private static void assertFine(Int8Rows.Rounded rounded, FloatArray values, int... fine) {
    assertThat(rounded.rows()).isEqualTo(ROWS);
    assertThat(rounded.steps()).hasSize(ROWS + fine.length);
    FloatArray restored = restored(rounded);
    assertWithinHalfAStep(restored, values, rounded.steps(), 1e-3);
    int width = values.shape().dim(1);
    for (int f = 0; f < fine.length; f++) {
      float step = rounded.steps()[ROWS + f];
      assertThat(step).isLessThan(rounded.steps()[fine[f]] / 250);
      for (int i = 0; i < width; i++) {
        float both = restored.get(fine[f] * width + i) + restored.get((ROWS + f) * width + i);
        float value = values.get(fine[f] * width + i);
        assertThat(both).isCloseTo(value, within(step * 0.51f + Math.abs(value) * 1e-6f));
      }
    }
  }

  @Test
  void whatIsRoundedOffAFineRowIsARowOfItsOwn() {
    FloatArray values = noise(9, WIDTH);
    try (TensorScope _ = TensorScope.open()) {
      Int8Rows rows = new Int8Rows(WIDTH, 0, 3);
      assertFine(rows.round(Tensors.of(values)), values, 0, 3);
      Tensor halves = Tensors.of(values).to(torch.ScalarType.BFloat16);
      assertFine(rows.roundHalves(halves), Tensors.toFloatArray(halves), 0, 3);
    }
  }

  @Test
  void theProductOfAFineRowIsTheSumOfBoth() {
    int[] fine = {1, 4};
    float[] steps = {0.5f, 2, 1, 0.1f, 3, 0.1f, 0.2f};
    FloatArray bias = noise(10, WIDTH).slice(0);
    FloatArray remainders = noise(11, WIDTH);
    List<FloatArray> product = new ArrayList<>(slices(noise(12, WIDTH)));
    product.addAll(slices(remainders).subList(0, fine.length));
    try (TensorScope _ = TensorScope.open()) {
      Tensor halves = Tensors.of(FloatArray.stack(product)).to(torch.ScalarType.BFloat16);
      Tensor floats = halves.to(torch.ScalarType.Float);
      Tensor stepped = floats.mul(Tensors.of(FloatArray.copyOf(steps, steps.length, 1)));
      Tensor sum = stepped.narrow(0, 0, ROWS).add(Tensors.of(bias));
      for (int f = 0; f < fine.length; f++) {
        Tensor _ = sum.narrow(0, fine[f], 1).add_(stepped.narrow(0, ROWS + f, 1));
      }
      Int8Rows rows = new Int8Rows(WIDTH, fine);
      Int8Rows.Rounded input = input(steps, new float[steps.length], ROWS);
      Int8Linear layer = layer(bias.toArray(), new float[WIDTH]);

      FloatArray gelu = Tensors.toFloatArray(torch.gelu(sum));
      assertFine(rows.finishGelu(halves.clone(), input, layer.pairs()), gelu, fine);

      Tensor x = torch.zeros_like(sum);
      rows.addFinished(x, floats, input, layer);
      assertClose(x, sum, 1e-6f);
      assertClose(rows.finish(halves, input, layer.pairs()), sum, 1f / 256);
    }
  }

  private static List<FloatArray> slices(FloatArray rows) {
    return IntStream.range(0, ROWS).mapToObj(rows::slice).toList();
  }

  private static void assertClose(Tensor actual, Tensor expected, float relative) {
    FloatArray values = Tensors.toFloatArray(actual);
    FloatArray exact = Tensors.toFloatArray(expected);
    assertThat(values.shape()).isEqualTo(exact.shape());
    for (int i = 0; i < ROWS * WIDTH; i++) {
      float slack = Math.abs(exact.get(i)) * relative + 1e-5f;
      assertThat(values.get(i)).as("value " + i).isCloseTo(exact.get(i), within(slack));
    }
  }
}
