package io.github.imagebind4j.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Gradients say where the loss goes: compared with the loss at points nearby.
class GradientTest {
  private static final ModelConfig ONE_BLOCK =
      ModelConfig.fromJson(
          """
          {"out_embed_dim": 6, "towers": ["thermal"], "thermal_image_size": 16, "thermal_embed_dim": 8,
           "thermal_num_blocks": 2, "thermal_num_heads": 2, "thermal_stem": [[6, 4, 4, 1]]}
          """);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void ofTheLossByEmbeddingsAndScale(SameGroup sameGroup) {
    FloatArray left = unitRows(5, 7, 1);
    FloatArray right = unitRows(5, 7, 2);
    int[] groups = {0, 1, 0, 2, 1};
    float logScale = 1.3f;
    InfoNce.Result result = InfoNce.of(left, right, groups, logScale, sameGroup);
    assertThat(result.loss())
        .isEqualTo(naive(left, right, groups, logScale, sameGroup), within(1e-6));
    for (int i = 0; i < 35; i++) {
      assertThat(result.left().get(i))
          .as("left %s", i)
          .isEqualTo(
              (float) slope(left, right, groups, logScale, sameGroup, true, i), within(1e-4f));
      assertThat(result.right().get(i))
          .as("right %s", i)
          .isEqualTo(
              (float) slope(left, right, groups, logScale, sameGroup, false, i), within(1e-4f));
    }
    double up = naive(left, right, groups, logScale + 1e-3, sameGroup);
    double down = naive(left, right, groups, logScale - 1e-3, sameGroup);
    assertThat(result.logScale()).isEqualTo((up - down) / 2e-3, within(1e-4));
  }

  private static double slope(
      FloatArray a, FloatArray b, int[] groups, double log, SameGroup same, boolean left, int at) {
    double[] sides = new double[2];
    for (int sign = 0; sign < 2; sign++) {
      float[] moved = (left ? a : b).toArray().clone();
      moved[at] += sign == 0 ? 1e-2f : -1e-2f;
      FloatArray there = FloatArray.wrap(moved, 5, 7);
      sides[sign] = naive(left ? there : a, left ? b : there, groups, log, same);
    }
    return (sides[0] - sides[1]) / 2e-2;
  }

  /// The loss written out, in double precision.
  private static double naive(
      FloatArray a, FloatArray b, int[] groups, double log, SameGroup same) {
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += row(a, b, groups, log, same, i) + row(b, a, groups, log, same, i);
    }
    return sum / 10;
  }

  private static double row(
      FloatArray a, FloatArray b, int[] groups, double log, SameGroup same, int i) {
    double all = 0;
    double own = 0;
    int partners = 0;
    for (int j = 0; j < 5; j++) {
      double score = 0;
      for (int d = 0; d < 7; d++) {
        score += (double) a.get(i * 7 + d) * b.get(j * 7 + d) * Math.exp(log);
      }
      boolean sibling = i != j && groups[i] == groups[j];
      all += sibling && same == SameGroup.IGNORED ? 0 : Math.exp(score);
      if (i == j || (sibling && same == SameGroup.POSITIVE)) {
        own += score;
        partners++;
      }
    }
    return Math.log(all) - own / partners;
  }

  /// A stem with convolutions, a block for all tokens, the last block for one, the head.
  @Test
  void ofATowerByItsWeights() {
    Path file = folder.resolve("one.safetensors");
    RandomWeights.write(ONE_BLOCK, 11, file, _ -> {});
    Random random = new Random(4);
    try (Checkpoint checkpoint = Checkpoint.open(file);
        Parameters parameters = Parameters.load(ONE_BLOCK, checkpoint, Trainable.only(_ -> true));
        Replica replica = new Replica(parameters);
        TensorScope _ = TensorScope.recording()) {
      Tower tower =
          new Tower(
              new Layers(replica, torch.ScalarType.Float),
              Modality.THERMAL,
              ONE_BLOCK.modality(Modality.THERMAL));
      roughen(parameters, random);
      Tensor input = torch.randn(3, 1, 16, 16);
      Tensor direction = torch.randn(3, 6);
      project(tower, input, direction).backward();
      for (String name : parameters.trained()) {
        if (!name.endsWith("log_logit_scale")) {
          requireSlope(tower, parameters, replica, name, input, direction);
        }
      }
    }
  }

  /// Weights as a random model has them are so small that hardly anything can be seen.
  private static void roughen(Parameters parameters, Random random) {
    try (TensorScope _ = TensorScope.open()) {
      float[] noise = new float[Math.toIntExact(parameters.count())];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextGaussian() * 0.2f;
      }
      Tensor _ = parameters.values().add_(Tensors.of(FloatArray.wrap(noise, noise.length)));
    }
  }

  private static Tensor project(Tower tower, Tensor input, Tensor direction) {
    return tower.forward(input, Pass.exact(new Random(0))).mul(direction).sum();
  }

  /// Along a random direction in one tensor: the sum of its gradients' effects.
  private static void requireSlope(
      Tower tower,
      Parameters parameters,
      Replica replica,
      String name,
      Tensor input,
      Tensor direction) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor weight = parameters.view(parameters.values(), name);
      Tensor gradient = parameters.view(replica.gradients(), name);
      Tensor along = gradient.div(gradient.norm());
      assertThat(gradient.norm().item_float()).as(name).isPositive();
      float step = 3e-3f;
      Tensor move = along.mul(new Scalar(step));
      Tensor _ = weight.add_(move);
      double up = project(tower, input, direction).item_float();
      Tensor _ = weight.sub_(move).sub_(move);
      double down = project(tower, input, direction).item_float();
      Tensor _ = weight.add_(move);
      double expected = gradient.norm().item_float();
      assertThat((up - down) / (2 * step))
          .as(name)
          .isEqualTo(expected, within(0.02 * expected + 2e-3));
    }
  }

  private static FloatArray unitRows(int rows, int width, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      float[] one = new float[width];
      for (int i = 0; i < width; i++) {
        one[i] = (float) random.nextGaussian();
      }
      System.arraycopy(TowerTest.unit(one), 0, values, row * width, width);
    }
    return FloatArray.wrap(values, rows, width);
  }
}
