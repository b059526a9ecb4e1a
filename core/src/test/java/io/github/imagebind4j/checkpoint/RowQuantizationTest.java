package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowQuantizationTest {
  @TempDir Path folder;

  /// Values `[rows][columns]` and scales as a file of them has them.
  private record Quantised(float[] values, float[] scales, int columns) {
    float[] row(int row) {
      return java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
  }

  private Quantised quantise(TensorSource matrix) {
    Path file = folder.resolve("q.safetensors");
    SafetensorsWriter.write(file, RowQuantization.of(matrix, "scales"), Map.of(), written -> {});
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      StoredTensor values = checkpoint.tensor(matrix.name());
      assertThat(values.dtype()).isEqualTo(DType.I8);
      assertThat(values.shape()).isEqualTo(matrix.shape());
      assertThat(checkpoint.tensor("scales").dtype()).isEqualTo(DType.F32);
      return new Quantised(
          values.toFloatArray().toArray(),
          checkpoint.tensor("scales").toFloatArray().toArray(),
          matrix.shape().dim(1));
    }
  }

  private static TensorSource matrix(float[] values, int rows) {
    return TensorSource.of("w", FloatArray.wrap(values, rows, values.length / rows));
  }

  @Test
  void roundsToTheNearestTiesToEvenWithTheLargestAt127() {
    // Scale 2: 127 of them are 254.
    Quantised q = quantise(matrix(new float[] {254, 1, 3, 5, -1, -3, -5, 1.1f, -254}, 1));
    assertThat(q.scales).containsExactly(2);
    assertThat(q.row(0)).containsExactly(127, 0, 2, 2, 0, -2, -2, 1, -127);
  }

  @Test
  void everyRowHasItsOwnScale() {
    Quantised q = quantise(matrix(new float[] {1, 0.5f, 1e-3f, -1e-3f, 1e30f, 1e29f}, 3));
    assertThat(q.scales).containsExactly(1f / 127, 1e-3f / 127, 1e30f / 127);
    assertThat(q.row(1)).containsExactly(127, -127);
    assertThat(q.row(2)).containsExactly(127, 13);
  }

  @Test
  void aRowOfZerosOrNearlyHasScaleOne() {
    Quantised q = quantise(matrix(new float[] {0, -0f, Float.MIN_VALUE, -0x1p-124f, 1, 2}, 3));
    assertThat(q.scales).containsExactly(1, 1, 2f / 127);
    assertThat(q.row(0)).containsExactly(0, 0);
    assertThat(q.row(1)).containsExactly(0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 70_000})
  void isOffByHalfAScaleAtMost(int columns) {
    long seed = 20261122;
    System.out.println("RowQuantizationTest: seed " + seed);
    Random random = new Random(seed);
    int rows = 37;
    float[] weights = new float[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 4));
    }
    Quantised q = quantise(matrix(weights, rows));
    for (int i = 0; i < weights.length; i++) {
      double scale = q.scales[i / columns];
      double error = Math.abs(weights[i] - q.values[i] * scale);
      // The quotient is rounded to a float before it is rounded to a whole number.
      if (error > scale / 2 * (1 + 1e-5)) {
        assertThat(error).as("weight %d: %s", i, weights[i]).isLessThanOrEqualTo(scale / 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16"})
  void readsHalfPrecisionAsTheFloatsThatItIs(DType half) {
    float[] exact = {0.5f, -1, 0.25f, 2, 1.5f, -0.125f};
    Quantised of = quantise(matrix(exact, 2));
    Quantised same = quantise(matrix(exact, 2).as(half));
    assertThat(same.values).isEqualTo(of.values);
    assertThat(same.scales).isEqualTo(of.scales);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(float bad) {
    assertThatThrownBy(() -> quantise(matrix(new float[] {1, 2, bad, 3}, 2)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor w has a weight that is")
        .hasMessageContaining("take a sound checkpoint");
    TensorSource plain = matrix(new float[] {1, 2, bad, 3}, 2).finite();
    assertThatThrownBy(() ->
            SafetensorsWriter.write(
                folder.resolve("f.safetensors"), List.of(plain), Map.of(), written -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor w has a weight that is");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatIsNoMatrixOfFloats() {
    assertThatThrownBy(() ->
            RowQuantization.of(TensorSource.of("v", FloatArray.wrap(new float[] {1}, 1)), "scales"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("only matrices");
  }

  @Test
  void scalesBeforeTheirMatrixAreRefused() {
    List<TensorSource> inOrder = RowQuantization.of(matrix(new float[] {1, 2}, 1), "scales");
    assertThatThrownBy(() ->
            SafetensorsWriter.write(
                folder.resolve("q.safetensors"), inOrder.reversed(), Map.of(), written -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("not known before its values");
  }
}
