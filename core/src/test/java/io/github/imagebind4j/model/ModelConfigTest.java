package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Modality;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

  @ParameterizedTest
  @ValueSource(strings = {"tiny_a", "tiny_b", "huge"})
  void listsExactlyTheReferencesTensorsInItsOrder(String name) {
    boolean huge = name.equals("huge");
    Map<String, Object> golden =
        Goldens.json(huge ? "huge_state_dict.json" : "models/" + name + "/state_dict.json");
    Map<String, Shape> expected = new LinkedHashMap<>();
    for (Object entry : Goldens.list(Goldens.map(golden).getOrDefault("entries", 0))) {
      Map<String, Object> tensor = Goldens.map(entry);
      expected.put(
          String.valueOf(tensor.get("key")),
          Shape.of(Goldens.dims(tensor.getOrDefault("shape", 0))));
    }
    ModelConfig config =
        huge
            ? ModelConfig.huge()
            : ModelConfig.fromJson(
                new String(
                    Goldens.bytes("models/" + name + "/config.json"), StandardCharsets.UTF_8));
    assertThat(config.tensors()).containsExactlyEntriesOf(expected);
    assertThat(config.tensors())
        .hasSize((int) Goldens.number(golden.getOrDefault("entries_total", -1)));
  }

  @Test
  void countsTheParametersOfEachTowerAsTheReferenceDoes() {
    Map<String, Object> golden = Goldens.json("huge_state_dict.json");
    ModelConfig huge = ModelConfig.huge();
    long total = 0;
    for (Modality modality : huge.modalities().keySet()) {
      Object expected =
          Goldens.map(golden, "per_modality_parameters", modality.name()).getOrDefault("total", -1);
      assertThat(huge.parameters(modality))
          .as(modality.name())
          .isEqualTo((long) Goldens.number(expected));
      total += huge.parameters(modality);
    }
    assertThat(total).isEqualTo(1_200_781_057L);
  }

  @Test
  void defaultsAreTheReferenceConstructors() {
    ModelConfig config = ModelConfig.fromJson("{}");
    assertThat(config.outEmbedDim()).isEqualTo(768);
    assertThat(config.modality(Modality.VISION).trunk())
        .isEqualTo(new TrunkConfig(1024, 24, 16, false, true));
    assertThat(config.modality(Modality.IMU).trunk())
        .isEqualTo(new TrunkConfig(512, 6, 8, true, false));
    assertThat(config.modality(Modality.AUDIO).stem().tokens()).isEqualTo(229);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"out_embed_dim\":64,\"towers\":[\"vision\",\"text\"],\"vision_image_size\":112}",
        "{\"modalities\":{\"touch\":{\"kind\":\"patches\",\"channels\":3},"
            + "\"smell\":{\"kind\":\"windows\",\"channels\":12,\"length\":64,\"window\":4,\"logit_scale\":7.5}}}"
      })
  void survivesTheRoundTripThroughJson(String json) {
    ModelConfig config = ModelConfig.fromJson(json);
    assertThat(ModelConfig.fromJson(config.toJson())).isEqualTo(config);
  }

  @Test
  void aSeventhSenseIsOnlyAnEntryInTheConfig() {
    ModelConfig config =
        ModelConfig.fromJson("{\"modalities\":{\"touch\":{\"embed_dim\":64,\"num_heads\":4}}}");
    assertThat(config.modalities()).containsKey(Modality.of("touch"));
    assertThat(config.tensors())
        .containsEntry("modality_preprocessors.touch.stem.proj.weight", Shape.of(64, 1, 16, 16))
        .containsEntry("modality_trunks.touch.blocks.0.attn.bias_k", Shape.of(1, 1, 64));
  }

  @Test
  void saysWhatDoesNotFit() {
    refuses(
        "{\"vision_embed_dim\":100,\"vision_num_heads\":16}",
        "embedDim 100 is not a multiple of numHeads 16");
    refuses("{\"vision_embed_dimm\":100}", "unknown name 'vision_embed_dimm'");
    refuses("{\"text_num_blocks\":-1}", "text_num_blocks must be a whole number");
    refuses("{\"text_num_blocks\":1e9}", "text_num_blocks must be a whole number");
    refuses("{\"kernel_size\":[2,14]}", "kernel_size must be [frames, size, size]");
    refuses("{\"towers\":[\"taste\"]}", "no tower 'taste'");
    refuses("{\"vision_image_size\":1000000}", "more than the 65536");
    refuses("[1]", "not a JSON object");
    refuses("vision", "not a JSON object");
    refuses(
        "{\"modalities\":{\"touch\":{\"kind\":\"cloud\"}}}",
        "choose patches, convolutions or windows");
  }

  @Test
  void convolutionsBeforeTheTrunkComeBackFromJson() {
    ModelConfig config =
        ModelConfig.fromJson(
            """
            {"vision_image_size": 64, "vision_stem": [[32, 4, 4, 0], [64, 3, 2, 2]],
             "audio_stem": [[16, 7, 4, 1]], "towers": ["vision", "audio", "text"],
             "modalities": {"touch": {"kind": "convolutions", "channels": 2, "height": 20,
                                      "stages": [[8, 3, 2, 0]]}}}
            """);
    assertThat(config.modality(Modality.VISION).stem().tokens()).isEqualTo(1 + 8 * 8);
    assertThat(config.modality(Modality.of("touch")).stem().tokens()).isEqualTo(1 + 10 * 10);
    assertThat(ModelConfig.fromJson(config.toJson())).isEqualTo(config);
    assertThat(config.tensors())
        .containsEntry(
            "modality_preprocessors.vision.rgbt_stem.stages.1.blocks.1.conv.weight",
            Shape.of(64, 64, 3, 3));
  }

  @Test
  void refusesConvolutionsThatMakeNoSense() {
    refuses(
        "{\"vision_stem\":[[32,4,4]]}", "must be [width, kernel, stride, depth], got [32, 4, 4]");
    refuses("{\"vision_stem\":[[32,2,4,0]]}", "a kernel not smaller than its stride");
    refuses("{\"vision_stem\":[[0,3,2,0]]}", "got [0, 3, 2, 0]");
    refuses("{\"vision_stem\":[32]}", "vision_stem must be a list of lists");
    refuses(
        "{\"vision_image_size\":600,\"vision_stem\":[[8,3,1,0]]}", "more than the 65536 tokens");
  }

  private static void refuses(String json, String message) {
    assertThatThrownBy(() -> ModelConfig.fromJson(json))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
