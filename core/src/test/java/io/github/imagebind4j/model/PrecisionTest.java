package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.PrecisionChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the lower precisions cost, and what may not change with them, on a small random model of
/// all six senses.
class PrecisionTest {
  private static final ModelConfig CONFIG =
      ModelConfig.fromJson(
          """
          {"out_embed_dim": 64,
           "vision_embed_dim": 128, "vision_num_blocks": 4, "vision_num_heads": 4, "vision_image_size": 112,
           "text_embed_dim": 64, "text_num_blocks": 3, "text_num_heads": 4, "text_vocab_size": 500,
           "audio_embed_dim": 96, "audio_num_blocks": 4, "audio_num_heads": 4,
           "depth_embed_dim": 64, "depth_num_blocks": 3, "depth_num_heads": 4, "depth_image_size": 112,
           "thermal_embed_dim": 64, "thermal_num_blocks": 3, "thermal_num_heads": 4, "thermal_image_size": 112,
           "imu_embed_dim": 64, "imu_num_blocks": 3, "imu_num_heads": 4, "imu_length": 400}
          """);
  private static final int VOCABULARY = 500;
  private static final int END_OF_TEXT = VOCABULARY - 1;

  @TempDir static Path folder;
  private static Path file = Path.of("");

  @BeforeAll
  static void writeModel() {
    file = folder.resolve("model.safetensors");
    RandomWeights.write(CONFIG, 11, file, bytes -> {});
  }

  /// Five inputs of every sense, and a clip of frames; the texts of different lengths.
  private static Map<Modality, List<FloatArray>> batches(long seed) {
    Random random = new Random(seed);
    Map<Modality, List<FloatArray>> batches = new LinkedHashMap<>();
    batches.put(
        Modality.VISION,
        List.of(noise(random, 5, 3, 112, 112), noise(random, 3, 2, 3, 2, 112, 112)));
    batches.put(Modality.TEXT, List.of(texts(random, 5)));
    batches.put(Modality.AUDIO, List.of(noise(random, 5, 3, 1, 128, 204)));
    batches.put(Modality.DEPTH, List.of(noise(random, 5, 1, 112, 112)));
    batches.put(Modality.THERMAL, List.of(noise(random, 5, 1, 112, 112)));
    batches.put(Modality.IMU, List.of(noise(random, 5, 6, 400)));
    return batches;
  }

  private static FloatArray noise(Random random, int... dims) {
    float[] values = new float[Math.toIntExact(Shape.of(dims).count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return FloatArray.wrap(values, dims);
  }

  private static FloatArray texts(Random random, int count) {
    int context = 77;
    float[] ids = new float[count * context];
    for (int text = 0; text < count; text++) {
      int words = text == 0 ? 75 : 1 + random.nextInt(40);
      ids[text * context] = VOCABULARY - 2;
      for (int i = 1; i <= words; i++) {
        ids[text * context + i] = 1 + random.nextInt(VOCABULARY - 3);
      }
      ids[text * context + words + 1] = END_OF_TEXT;
    }
    return FloatArray.wrap(ids, count, context);
  }

  private static ImageBindModel open(Path model, Precision precision) {
    return ImageBindModel.load(model, null, Device.CPU, precision);
  }

  @ParameterizedTest
  @CsvSource({"BF16, 0.999", "INT8, 0.99", "FP16, 0.99999"})
  void lowerPrecisionsStayCloseToFp32(Precision precision, double atLeast) {
    try (ImageBindModel exact = open(file, Precision.FP32);
        ImageBindModel rounded = open(file, precision)) {
      assertThat(rounded.precision()).isEqualTo(precision);
      batches(5)
          .forEach((modality, batches) -> {
            for (FloatArray batch : batches) {
              FloatArray expected = exact.encode(modality, batch);
              FloatArray actual = rounded.encode(modality, batch);
              for (int row = 0; row < expected.shape().dim(0); row++) {
                assertThat(
                        Similarity.cosine(
                            expected.slice(row).toArray(), actual.slice(row).toArray()))
                    .as(modality + " " + row)
                    .isGreaterThan(atLeast);
              }
              assertThat(actual).isNotEqualTo(expected); // it did compute otherwise
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void anItemIsTheSameWhateverItIsBatchedWith(Precision precision) {
    List<String> differ = new ArrayList<>();
    try (ImageBindModel model = open(file, precision)) {
      batches(6)
          .forEach((modality, batches) -> {
            for (FloatArray batch : batches) {
              FloatArray together = model.encode(modality, batch);
              for (int row = 0; row < batch.shape().dim(0); row++) {
                FloatArray alone =
                    model.encode(modality, FloatArray.stack(List.of(batch.slice(row))));
                if (!alone.slice(0).equals(together.slice(row))) {
                  differ.add(modality + " " + row);
                }
              }
            }
          });
    }
    assertThat(differ).isEmpty();
  }

  @Test
  void inBf16AnImageIsTheSameWhateverItIsBatchedWith() {
    try (ImageBindModel model = open(file, Precision.BF16)) {
      FloatArray images = noise(new Random(7), 9, 3, 112, 112);
      FloatArray nine = model.encode(Modality.VISION, images);
      List<FloatArray> some = List.of(images.slice(8), images.slice(2), images.slice(5));
      FloatArray three = model.encode(Modality.VISION, FloatArray.stack(some));
      assertThat(three.slice(0)).isEqualTo(nine.slice(8));
      assertThat(three.slice(1)).isEqualTo(nine.slice(2));
      assertThat(three.slice(2)).isEqualTo(nine.slice(5));
    }
  }

  @Test
  void whatFollowsATextsEndDoesNotReachItsVector() {
    FloatArray text = texts(new Random(8), 2);
    float[] dirty = text.toArray();
    for (int i = 77 + 60; i < 2 * 77; i++) {
      dirty[i] = 3; // behind the second text's end, which the first's length makes computed
    }
    try (ImageBindModel model = open(file, Precision.FP32)) {
      assertThat(model.encode(Modality.TEXT, FloatArray.wrap(dirty, 2, 77)))
          .isEqualTo(model.encode(Modality.TEXT, text));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "INT8"})
  void aConvertedFileGivesTheSameNumbersAsConvertingOnLoading(Precision precision) {
    Path converted = folder.resolve(precision + ".safetensors");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      PrecisionConverter.convert(checkpoint, CONFIG, precision, Map.of(), converted, bytes -> {});
    }
    try (ImageBindModel onLoading = open(file, precision);
        ImageBindModel fromFile = open(converted, Precision.STORED)) {
      assertThat(fromFile.precision()).isEqualTo(precision);
      assertThat(fromFile.fingerprint()).isEqualTo(onLoading.fingerprint());
      batches(9)
          .forEach((modality, batches) -> {
            for (FloatArray batch : batches) {
              assertThat(fromFile.encode(modality, batch))
                  .as("%s", modality)
                  .isEqualTo(onLoading.encode(modality, batch));
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"BF16, 0.999", "INT8, 0.99"})
  void aConvertedFileIsWidenedWhereFp32IsAskedFor(Precision precision, double atLeast) {
    Path converted = folder.resolve("widened-" + precision + ".safetensors");
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      PrecisionConverter.convert(checkpoint, CONFIG, precision, Map.of(), converted, bytes -> {});
    }
    try (ImageBindModel exact = open(file, Precision.FP32);
        ImageBindModel widened = open(converted, Precision.FP32)) {
      FloatArray images = noise(new Random(10), 2, 3, 112, 112);
      assertThat(
              Similarity.cosine(
                  exact.encode(Modality.VISION, images).slice(1).toArray(),
                  widened.encode(Modality.VISION, images).slice(1).toArray()))
          .isGreaterThan(atLeast);
    }
  }

  @Test
  void anInt8FileFromBeforeBlocksWereLeftInBf16StillOpens() {
    PackedFiles files = new PackedFiles(folder);
    Path old = files.int8Throughout();
    FloatArray images = noise(new Random(12), 3, 3, 56, 56);
    try (ImageBindModel exact = open(folder.resolve("original.safetensors"), Precision.FP32);
        ImageBindModel before = open(old, Precision.STORED);
        ImageBindModel now = open(files.packed(Precision.INT8), Precision.STORED)) {
      assertThat(before.precision()).isEqualTo(Precision.INT8);
      FloatArray expected = exact.encode(Modality.VISION, images);
      FloatArray actual = before.encode(Modality.VISION, images);
      assertThat(Similarity.cosine(expected.slice(2).toArray(), actual.slice(2).toArray()))
          .isGreaterThan(0.99);
      // As it is stored, not rounded first to 8 bits and then to bf16.
      assertThat(actual).isNotEqualTo(now.encode(Modality.VISION, images));
    }
  }

  @Test
  void autoIsWhatTheProcessorDoesInHardware() {
    try (ImageBindModel model = open(file, Precision.AUTO)) {
      assertThat(model.precision()).isEqualTo(PrecisionChoice.best(Device.CPU).precision());
    }
  }

  @Test
  void int8IsRefusedOnCuda() {
    assertThatThrownBy(() -> Arithmetic.of(Device.of("cuda"), Precision.INT8))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("choose fp32, bf16 or fp16");
  }

  @Test
  void int8IsRefusedForAnOddWidth() {
    ModelConfig odd =
        ModelConfig.fromJson(
            """
            {"out_embed_dim": 8, "towers": ["imu"], "imu_embed_dim": 15, "imu_num_blocks": 1,
             "imu_num_heads": 3, "imu_length": 64}
            """);
    Path model = folder.resolve("odd.safetensors");
    RandomWeights.write(odd, 1, model, bytes -> {});
    assertThatThrownBy(() -> open(model, Precision.INT8))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("imu is 15; choose fp32 or bf16");
  }
}
