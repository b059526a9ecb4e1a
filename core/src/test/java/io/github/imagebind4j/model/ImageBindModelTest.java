package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.SafetensorsWriter;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBindModelTest {
  private static final String SMALL =
      """
      {"out_embed_dim": 16, "towers": ["vision", "text", "imu"],
       "vision_embed_dim": 16, "vision_num_blocks": 2, "vision_num_heads": 2, "vision_image_size": 56,
       "text_embed_dim": 8, "text_num_blocks": 2, "text_num_heads": 2, "text_vocab_size": 50,
       "imu_embed_dim": 16, "imu_num_blocks": 1, "imu_num_heads": 2, "imu_length": 64,
       "modalities": {"touch": {"height": 32, "embed_dim": 16, "num_blocks": 1, "num_heads": 2},
                      "smell": {"kind": "windows", "channels": 4, "length": 32, "window": 8,
                                "embed_dim": 16, "num_blocks": 1, "num_heads": 2}}}
      """;

  @TempDir Path folder;

  private Path random(String name, long seed) {
    Path file = folder.resolve(name);
    RandomWeights.write(ModelConfig.fromJson(SMALL), seed, file, bytes -> {});
    return file;
  }

  private static FloatArray ramp(int... dims) {
    float[] values = new float[Math.toIntExact(Shape.of(dims).count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(0.37 * i);
    }
    return FloatArray.wrap(values, dims);
  }

  private static ImageBindModel open(Path file) {
    return ImageBindModel.load(file, null, Device.CPU, Precision.FP32);
  }

  @Test
  void aSeventhAndEighthSenseNeedOnlyConfigAndWeights() {
    try (ImageBindModel model = open(random("m.safetensors", 1))) {
      FloatArray touch = model.encode(Modality.of("touch"), ramp(3, 1, 32, 32));
      assertThat(touch.shape()).isEqualTo(Shape.of(3, 16));
      FloatArray smell = model.encode(Modality.of("smell"), ramp(2, 4, 32));
      assertThat(smell.shape()).isEqualTo(Shape.of(2, 16));
      double square = 0;
      for (float value : smell.slice(0).toArray()) {
        square += value * value;
      }
      assertThat(Math.sqrt(square)).isCloseTo(10, within(1e-4));
    }
  }

  @Test
  void theSameSeedGivesTheSameModelInEveryFormat() {
    Path safetensors = random("a.safetensors", 7);
    Path pth = random("a.pth", 7);
    ModelConfig config = ModelConfig.fromJson(SMALL);
    FloatArray image = ramp(1, 3, 56, 56);
    try (ImageBindModel a = open(safetensors);
        ImageBindModel b = ImageBindModel.load(pth, config, Device.CPU, Precision.FP32);
        ImageBindModel other = open(random("b.safetensors", 8))) {
      assertThat(a.encode(Modality.VISION, image)).isEqualTo(b.encode(Modality.VISION, image));
      assertThat(a.fingerprint()).isEqualTo(b.fingerprint()).isNotEqualTo(other.fingerprint());
    }
  }

  @Test
  void weightsStoredAsBf16AreWidenedAndStayClose() {
    Path aligned = random("a.safetensors", 3);
    Path half = folder.resolve("half.safetensors");
    FloatArray image = ramp(1, 3, 56, 56);
    try (Checkpoint from = Checkpoint.open(aligned)) {
      CheckpointConverter.convert(
          from, half, CheckpointConverter.Options.floats(DType.BF16), bytes -> {});
    }
    try (ImageBindModel fp32 = open(aligned);
        ImageBindModel bf16 = open(half)) {
      float[] a = fp32.encode(Modality.VISION, image).toArray();
      float[] b = bf16.encode(Modality.VISION, image).toArray();
      assertThat(Similarity.cosine(a, b)).isGreaterThan(0.999);
    }
  }

  @Test
  void namesMissingUnexpectedAndMisshapedTensors() {
    Path good = random("good.safetensors", 1);
    Path bad = folder.resolve("bad.safetensors");
    try (Checkpoint from = Checkpoint.open(good)) {
      List<TensorSource> tensors = new ArrayList<>();
      for (String name : from.names()) {
        if (name.equals("modality_heads.text.proj.1.weight")) {
          continue;
        }
        tensors.add(
            name.equals("modality_trunks.imu.blocks.0.norm_1.bias")
                ? TensorSource.of(name, FloatArray.wrap(new float[3], 3))
                : TensorSource.of(from.tensor(name)));
      }
      tensors.add(
          TensorSource.of("modality_heads.text.proj.7.weight", FloatArray.wrap(new float[1], 1)));
      SafetensorsWriter.write(bad, tensors, Map.of(), bytes -> {});
    }
    assertThatThrownBy(
            () -> ImageBindModel.load(bad, ModelConfig.fromJson(SMALL), Device.CPU, Precision.FP32))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("missing modality_heads.text.proj.1.weight")
        .hasMessageContaining("modality_trunks.imu.blocks.0.norm_1.bias is [3] instead of [16]")
        .hasMessageContaining("unexpected modality_heads.text.proj.7.weight");
  }

  @Test
  void aTowerThatTheConfigLeavesOutMayBeInTheFile() {
    ModelConfig config = ModelConfig.fromJson(SMALL);
    ModelConfig noText = config.only(modality -> !modality.equals(Modality.TEXT));
    try (ImageBindModel model =
        ImageBindModel.load(random("m.safetensors", 1), noText, Device.CPU, Precision.FP32)) {
      assertThatThrownBy(() -> model.encode(Modality.TEXT, ramp(1, 77)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("no text tower");
    }
  }

  @Test
  void aBareCheckpointOfUnknownKindAsksForItsConfig() {
    assertThatThrownBy(() -> open(Goldens.path("models/tiny_a/weights.pth")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("give a config file");
  }

  @Test
  void wrongShapesAndIdsAreRefusedBeforeTheyGoNative() {
    try (ImageBindModel model = open(random("m.safetensors", 1))) {
      refuses(model, Modality.VISION, ramp(1, 4, 56, 56), "[B, 3, H, W], got [1, 4, 56, 56]");
      refuses(model, Modality.VISION, ramp(1, 3, 56, 80), "another square");
      refuses(model, Modality.VISION, ramp(1, 3, 5, 5), "another square");
      refuses(model, Modality.VISION, ramp(3, 56, 56), "run ImagePreprocessor first");
      refuses(model, Modality.VISION, ramp(1, 3, 2, 56, 56), "expected [B, 3, H, W]");
      refuses(model, Modality.IMU, ramp(1, 6, 63), "expected [B, 6, 64], got [1, 6, 63]");
      refuses(model, Modality.of("touch"), ramp(1, 1, 48, 48), "expected [B, 1, 32, 32]");
      refuses(model, Modality.TEXT, ramp(1, 76), "expected [B, 77]");
      refuses(model, Modality.TEXT, FloatArray.wrap(filled(77, 50), 1, 77), "0 to 49, got 50.0");
      refuses(model, Modality.TEXT, FloatArray.wrap(filled(77, 1.5f), 1, 77), "got 1.5");
      refuses(model, Modality.TEXT, FloatArray.wrap(filled(77, Float.NaN), 1, 77), "got NaN");
      refuses(
          model,
          Modality.VISION,
          FloatArray.wrap(new float[0], 0, 3, 56, 56),
          "at least one input");
    }
  }

  @Test
  void aReleasedTowerComesBackAndAClosedModelSaysSo() {
    ImageBindModel model = open(random("m.safetensors", 1));
    FloatArray image = ramp(2, 3, 56, 56);
    FloatArray before = model.encode(Modality.VISION, image);
    model.release(Modality.VISION);
    model.release(Modality.IMU); // was never loaded
    assertThat(model.encode(Modality.VISION, image)).isEqualTo(before);
    model.close();
    model.close();
    assertThatThrownBy(() -> model.encode(Modality.VISION, image))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void manyThreadsEncodeReleaseAndCloseWithoutHarm() throws Exception {
    try (ImageBindModel model = open(random("m.safetensors", 1));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      FloatArray image = ramp(1, 3, 56, 56);
      FloatArray expected = model.encode(Modality.VISION, image);
      List<Future<FloatArray>> results = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int number = i;
        results.add(
            threads.submit(() -> {
              if (number % 8 == 0) {
                model.release(Modality.VISION);
              }
              return model.encode(Modality.VISION, image);
            }));
      }
      for (Future<FloatArray> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static void refuses(
      ImageBindModel model, Modality modality, FloatArray input, String message) {
    assertThatThrownBy(() -> model.encode(modality, input))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void carriesTheConfigInItsMetadata() {
    try (Checkpoint checkpoint = Checkpoint.open(random("m.safetensors", 1))) {
      assertThat(ModelConfig.of(checkpoint)).isEqualTo(ModelConfig.fromJson(SMALL));
    }
  }
}
