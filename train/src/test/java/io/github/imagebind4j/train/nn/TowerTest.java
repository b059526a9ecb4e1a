package io.github.imagebind4j.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The towers that are trained are the towers that embed.
class TowerTest {
  static final ModelConfig CONFIG =
      ModelConfig.fromJson(
          """
          {"out_embed_dim": 24, "vision_image_size": 32, "vision_embed_dim": 32, "vision_num_blocks": 3,
           "vision_num_heads": 2, "vision_stem": [[8, 4, 4, 0], [12, 3, 2, 1]], "text_embed_dim": 24,
           "text_num_blocks": 2, "text_num_heads": 3, "text_vocab_size": 50, "text_context_length": 12,
           "audio_embed_dim": 32, "audio_num_blocks": 2, "audio_num_heads": 2, "audio_num_mel_bins": 32,
           "audio_target_len": 52, "depth_image_size": 32, "depth_embed_dim": 16, "depth_num_blocks": 2,
           "depth_num_heads": 2, "thermal_image_size": 32, "thermal_stem": [[8, 4, 4, 1]],
           "thermal_embed_dim": 16, "thermal_num_blocks": 2, "thermal_num_heads": 2, "imu_embed_dim": 16,
           "imu_num_blocks": 2, "imu_num_heads": 2, "imu_length": 80}
          """);

  @TempDir static Path folder;
  static Path file;

  @BeforeAll
  static void writeModel() {
    file = folder.resolve("tiny.safetensors");
    RandomWeights.write(CONFIG, 3, file, _ -> {});
  }

  static FloatArray batch(Modality modality, int items, long seed) {
    int[] dims =
        switch (modality.name()) {
          case "vision" -> new int[] {items, 3, 32, 32};
          case "text" -> new int[] {items, 12};
          case "audio" -> new int[] {items, 1, 32, 52};
          case "imu" -> new int[] {items, 6, 80};
          default -> new int[] {items, 1, 32, 32};
        };
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    if (modality.equals(Modality.TEXT)) {
      Arrays.fill(values, 0);
      for (int item = 0; item < items; item++) {
        int words = 1 + random.nextInt(9);
        values[item * 12] = 48;
        for (int w = 1; w <= words; w++) {
          values[item * 12 + w] = random.nextInt(48);
        }
        values[item * 12 + words + 1] = 49;
      }
    }
    return FloatArray.wrap(values, dims);
  }

  static StepOptions options(Precision precision, int microBatch) {
    return new StepOptions(new Hyper(0.9, 0.95, 1e-8, 0.1, 1, 0), precision, microBatch, 0, 0, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vision", "text", "audio", "depth", "thermal", "imu"})
  void embedsAsTheModelDoes(String name) {
    Modality modality = Modality.of(name);
    FloatArray batch = batch(modality, 5, 1);
    try (ImageBindModel model = ImageBindModel.load(file, CONFIG, Device.CPU, Precision.FP32);
        Checkpoint checkpoint = Checkpoint.open(file);
        Parameters parameters = Parameters.load(CONFIG, checkpoint, Trainable.only(_ -> true));
        ComputeThreads threads = ComputeThreads.of(2);
        PairTrainer trainer =
            new PairTrainer(parameters, paired(modality), options(Precision.FP32, 8), threads)) {
      FloatArray trained = trainer.embed(modality, batch);
      FloatArray embedded = model.encode(modality, batch);
      for (int item = 0; item < 5; item++) {
        float[] expected = unit(embedded.slice(item).toArray());
        float[] actual = trained.slice(item).toArray();
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i])
              .as("item %s, dimension %s", item, i)
              .isEqualTo(expected[i], within(2e-6f));
        }
      }
    }
  }

  static float[] unit(float[] vector) {
    double sum = 0;
    for (float v : vector) {
      sum += (double) v * v;
    }
    float[] unit = vector.clone();
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= (float) Math.sqrt(sum);
    }
    return unit;
  }

  static List<Pairing> paired(Modality left) {
    return List.of(new Pairing(left, Modality.AUDIO, SameGroup.NEGATIVE));
  }

  private static PairSides pairs(Modality right) {
    return new PairSides(
        new Side.Inputs(batch(Modality.VISION, 12, 1)),
        new Side.Inputs(batch(right, 12, 2)),
        IntStream.range(0, 12).toArray());
  }

  private StepResult train(List<Pairing> pairings, List<PairSides> batches, int steps) {
    try (Checkpoint checkpoint = Checkpoint.open(file);
        Parameters parameters = Parameters.load(CONFIG, checkpoint, Trainable.only(_ -> true));
        ComputeThreads threads = ComputeThreads.of(2);
        PairTrainer trainer =
            new PairTrainer(parameters, pairings, options(Precision.FP32, 8), threads)) {
      StepResult last = trainer.step(1, 1e-3, batches);
      for (int step = 2; step <= steps; step++) {
        last = trainer.step(step, 1e-3, batches);
      }
      return last;
    }
  }

  @Test
  void learnsToTellAFewPairsApart() {
    List<PairSides> batch = List.of(pairs(Modality.AUDIO));

    StepResult first = train(paired(Modality.VISION), batch, 1);
    StepResult last = train(paired(Modality.VISION), batch, 60);

    assertThat(first.first().loss()).isCloseTo(Math.log(12), within(1.0));
    assertThat(last.first().loss()).isLessThan(0.2);
    assertThat(last.first().found()).isEqualTo(1);
  }

  @Test
  void learnsSeveralPairingsTogether() {
    Pairing sounds = new Pairing(Modality.VISION, Modality.AUDIO, SameGroup.NEGATIVE);
    Pairing texts = new Pairing(Modality.VISION, Modality.TEXT, SameGroup.NEGATIVE);

    StepResult last =
        train(List.of(sounds, texts), List.of(pairs(Modality.AUDIO), pairs(Modality.TEXT)), 80);

    assertThat(last.pairings()).hasSize(2);
    assertThat(last.pairings().getFirst().loss()).as("sounds").isLessThan(0.2);
    assertThat(last.pairings().getLast().loss()).as("texts").isLessThan(0.2);
  }

  @Test
  void addsThePairingsGradients() {
    PairSides batch = pairs(Modality.AUDIO);
    Pairing pairing = paired(Modality.VISION).getFirst();

    StepResult once = train(List.of(pairing), List.of(batch), 1);
    StepResult twice = train(List.of(pairing, pairing), List.of(batch, batch), 1);

    assertThat(twice.gradientNorm())
        .isCloseTo(2 * once.gradientNorm(), within(1e-4 * once.gradientNorm()));
  }

  @Test
  void aBatchForEachPairingOrNoStep() {
    List<PairSides> batches = List.of(pairs(Modality.AUDIO), pairs(Modality.AUDIO));

    assertThatThrownBy(() -> train(paired(Modality.VISION), batches, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a batch of each of 1, got 2");
  }
}
