package io.github.imagebind4j.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.SafetensorsWriter;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/// Three steps equal PyTorch's over Meta's own modules: loss, gradient and weights. How the golden
/// was made: `goldens/training/make.py`.
class PyTorchStepTest {
  private static final Path GOLDEN = Path.of("src/test/resources/goldens/training");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 2}) // the second embeds each item twice
  void threeStepsAreThoseOfPyTorch(int microBatch) throws Exception {
    Map<String, Object> golden = JSON.std.mapFrom(Files.readString(GOLDEN.resolve("steps.json")));
    ModelConfig config =
        ModelConfig.fromJson(JSON.std.asString(Map.of("args", golden.get("args"))))
            .only(modality -> List.of("vision", "audio").contains(modality.name()));
    Side images = new Side.Inputs(wave(6, 3, 224, 224));
    Side sounds = new Side.Inputs(wave(6, 1, 128, 204));
    PairSides batch = new PairSides(images, sounds, IntStream.range(0, 6).toArray());
    Path result = folder.resolve("after.safetensors");
    try (Checkpoint before = Checkpoint.open(GOLDEN.resolve("before.safetensors"));
        Parameters parameters = Parameters.load(config, before, Trainable.only(_ -> true));
        ComputeThreads threads = ComputeThreads.of(2);
        PairTrainer trainer =
            new PairTrainer(
                parameters, TowerTest.paired(Modality.VISION), options(microBatch), threads)) {
      int step = 0;
      for (Object expected : (List<?>) Objects.requireNonNull(golden.get("steps"))) {
        Map<?, ?> values = (Map<?, ?>) expected;
        StepResult actual = trainer.step(++step, 1e-3, List.of(batch));
        assertThat(actual.first().loss())
            .as("loss")
            .isEqualTo(number(values, "loss"), within(1e-5));
        assertThat(actual.gradientNorm())
            .as("gradient norm")
            .isEqualTo(number(values, "gradient_norm"), within(1e-4));
      }
      SafetensorsWriter.write(result, parameters.export(), Map.of(), _ -> {});
    }
    requireEqual(result, GOLDEN.resolve("after.safetensors"));
  }

  private static StepOptions options(int microBatch) {
    Hyper hyper = new Hyper(0.9, 0.95, 1e-4, 0.1, 1, 0);
    return new StepOptions(hyper, Precision.FP32, microBatch, 0, 0, 5);
  }

  private static void requireEqual(Path actual, Path expected) {
    try (Checkpoint ours = Checkpoint.open(actual);
        Checkpoint theirs = Checkpoint.open(expected)) {
      assertThat(ours.names()).containsExactlyInAnyOrderElementsOf(theirs.names());
      for (String name : theirs.names()) {
        float[] mine = ours.tensor(name).toFloatArray().toArray();
        float[] their = theirs.tensor(name).toFloatArray().toArray();
        double worst = 0;
        for (int i = 0; i < mine.length; i++) {
          worst = Math.max(worst, Math.abs(mine[i] - their[i]));
        }
        assertThat(worst).as(name).isLessThan(1e-5);
      }
    }
  }

  private static double number(Map<?, ?> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static FloatArray wave(int... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(i * 0.37 + (double) i * i * 1e-4);
    }
    return FloatArray.wrap(values, dims);
  }
}
