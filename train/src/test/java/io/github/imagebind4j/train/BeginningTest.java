package io.github.imagebind4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeginningTest {
  private static final String TOWERS =
      """
      {"out_embed_dim": 16, "vision_image_size": 16, "vision_embed_dim": 16, "vision_num_blocks": 1,
       "vision_num_heads": 2, "vision_stem": [[8, 4, 4, 1]], "thermal_image_size": 16,
       "thermal_embed_dim": 16, "thermal_num_blocks": 1, "thermal_num_heads": 2, THERMAL,
       "text_embed_dim": 16, "text_num_blocks": 1, "text_num_heads": 2, "text_vocab_size": 600,
       "text_context_length": 8, "towers": ["vision", "text", "thermal"]}
      """;
  private static final String SAME_STEM = "\"thermal_stem\": [[8, 4, 4, 1]]";
  private static final String TRUNK = "modality_trunks.%.blocks.0.mlp.fc1.weight";
  private static final String KERNEL = "modality_preprocessors.%.rgbt_stem.stages.0.conv.weight";
  private static final Map<Modality, Modality> THERMAL_AS_VISION =
      Map.of(Modality.THERMAL, Modality.VISION);

  @TempDir Path folder;

  private static ModelConfig model(String thermalStem) {
    return ModelConfig.fromJson(TOWERS.replace("THERMAL", thermalStem));
  }

  private Path random(ModelConfig model, String name, long seed) {
    Path file = folder.resolve(name);
    RandomWeights.write(model, seed, RandomWeights.Scheme.BY_WIDTH, file, _ -> {});
    return file;
  }

  private static float[] values(Checkpoint checkpoint, String name, String sense) {
    FloatArray array = checkpoint.tensor(name.replace("%", sense)).toFloatArray();
    float[] values = new float[Math.toIntExact(array.shape().count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i);
    }
    return values;
  }

  @Test
  void aTowerBeginsAsACopyAndItsKernelAnswersToGrayAsTheLendersDoes() {
    ModelConfig model = model(SAME_STEM);
    Path begun = folder.resolve("begun.safetensors");
    try (Checkpoint before = Checkpoint.open(random(model, "before.safetensors", 3))) {
      new Beginning(model).borrow(before, THERMAL_AS_VISION, begun);
    }
    try (Checkpoint after = Checkpoint.open(begun)) {
      assertThat(after.names()).containsExactlyInAnyOrderElementsOf(model.tensors().keySet());
      assertThat(values(after, TRUNK, "thermal")).isEqualTo(values(after, TRUNK, "vision"));
      float[] colour = values(after, KERNEL, "vision"); // [8, 3, 4, 4]
      float[] gray = values(after, KERNEL, "thermal"); // [8, 1, 4, 4]
      for (int i = 0; i < gray.length; i++) {
        int first = i / 16 * 48 + i % 16;
        assertThat(gray[i]).isEqualTo(colour[first] + colour[first + 16] + colour[first + 32]);
      }
    }
  }

  @Test
  void theOtherTowersGoOnAsTheyAre() {
    ModelConfig model = model(SAME_STEM);
    Path begun = folder.resolve("begun.safetensors");
    try (Checkpoint before = Checkpoint.open(random(model, "before.safetensors", 3))) {
      new Beginning(model).borrow(before, THERMAL_AS_VISION, begun);
      try (Checkpoint after = Checkpoint.open(begun)) {
        for (String sense : new String[] {"vision", "text"}) {
          assertThat(values(after, TRUNK, sense)).isEqualTo(values(before, TRUNK, sense));
        }
      }
    }
  }

  @Test
  void aTowerOfAnotherFormCantBeBorrowedWhichIsKnownBeforeTraining() {
    ModelConfig model = model("\"thermal_stem\": [[12, 4, 4, 1]]");
    assertThatThrownBy(() -> new Beginning(model).requireFitting(THERMAL_AS_VISION))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("thermal can't begin as vision")
        .hasMessageContaining("give both the same stem");
  }

  @Test
  void patchesOfClipsBecomePatchesOfGrayStills() {
    ModelConfig model =
        ModelConfig.fromJson(
            TOWERS
                .replace("\"vision_stem\": [[8, 4, 4, 1]],", "\"kernel_size\": [2, 4, 4],")
                .replace("THERMAL", "\"thermal_kernel_size\": 4"));
    Beginning beginning = new Beginning(model);
    beginning.requireFitting(THERMAL_AS_VISION);
    Path begun = folder.resolve("begun.safetensors");
    try (Checkpoint before = Checkpoint.open(random(model, "before.safetensors", 3))) {
      beginning.borrow(before, THERMAL_AS_VISION, begun);
    }
    try (Checkpoint after = Checkpoint.open(begun)) {
      String clips = "modality_preprocessors.vision.rgbt_stem.proj.1.weight"; // [16, 3, 2, 4, 4]
      float[] lent = values(after, clips, "");
      float sum = 0;
      for (int plane = 0; plane < 6; plane++) {
        sum += lent[plane * 16 + 5];
      }
      String stills = "modality_preprocessors.thermal.rgbt_stem.proj.weight"; // [16, 1, 4, 4]
      assertThat(values(after, stills, "")[5]).isEqualTo(sum);
    }
  }

  @Test
  void aModelWithoutASenseGoesOnWithRandomWeightsForIt() {
    ModelConfig model = model(SAME_STEM);
    ModelConfig without = model.only(modality -> !modality.equals(Modality.THERMAL));
    Path whole = folder.resolve("whole.safetensors");
    Beginning beginning = new Beginning(model);
    try (Checkpoint start = Checkpoint.open(random(without, "start.safetensors", 3))) {
      assertThat(beginning.lacksTowers(start)).isTrue();
      beginning.complete(start, 7, whole);
      try (Checkpoint completed = Checkpoint.open(whole)) {
        assertThat(beginning.lacksTowers(completed)).isFalse();
        assertThat(completed.names()).containsExactlyInAnyOrderElementsOf(model.tensors().keySet());
        assertThat(values(completed, TRUNK, "vision")).isEqualTo(values(start, TRUNK, "vision"));
        assertThat(values(completed, TRUNK, "thermal")).doesNotContain(0f);
      }
    }
    assertThat(Files.exists(folder.resolve("random.safetensors"))).isFalse();
  }
}
