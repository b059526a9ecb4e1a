package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files whose metadata and tensors contradict each other. What gets by is handed to native code.
class HostilePackedFileTest {
  private static final String WEIGHT = "modality_trunks.imu.blocks.0.mlp.fc1.weight";
  private static final String SCALE = WEIGHT + "_scale";
  private static final int ROWS = 96;
  private static final int COLUMNS = 24;

  @TempDir Path folder;

  private static void refused(Path file, String... message) {
    assertThatThrownBy(() -> ModelSummary.of(file, PackedFiles.CONFIG))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(message)
        .hasMessageContaining("spoilt.safetensors");
  }

  private Path int8(UnaryOperator<Map<String, TensorSource>> change) {
    PackedFiles files = new PackedFiles(folder);
    return files.spoilt(files.packed(Precision.INT8), change);
  }

  /// An int8 file with another tensor in place of one of its own.
  private Path int8(TensorSource other) {
    return int8(tensors -> {
      tensors.put(other.name(), other);
      return tensors;
    });
  }

  private Path withMetadata(Precision precision, String key, String value) {
    PackedFiles files = new PackedFiles(folder);
    Path packed = files.packed(precision);
    Map<String, String> metadata;
    try (Checkpoint checkpoint = Checkpoint.open(packed)) {
      metadata = new HashMap<>(checkpoint.metadata());
    }
    metadata.remove(key);
    if (!value.isEmpty()) {
      metadata.put(key, value);
    }
    return files.spoilt(packed, metadata, tensors -> tensors);
  }

  @Test
  void anInt8WeightWithoutItsScales() {
    Path file =
        int8(tensors -> {
          tensors.remove(SCALE);
          return tensors;
        });
    refused(file, WEIGHT, "its scales " + SCALE + " are missing", "convert the original");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        Float.NaN,
        -0.01f,
        0,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE
      })
  void aScaleThatIsNoPositiveNumber(float scale) {
    refused(int8(PackedFiles.floats(SCALE, scale, ROWS)), SCALE, "has the scale", "for row 0");
  }

  @Test
  void oneBadScaleAmongMany() {
    float[] scales = new float[ROWS];
    java.util.Arrays.fill(scales, 0.5f);
    scales[ROWS - 1] = Float.NaN;
    TensorSource last =
        TensorSource.of(SCALE, io.github.imagebind4j.array.FloatArray.wrap(scales, ROWS));
    refused(int8(last), SCALE, "NaN for row 95");
  }

  @Test
  void scalesOfAnotherShape() {
    refused(int8(PackedFiles.floats(SCALE, 1, ROWS - 1)), SCALE, "one for each row: [96]");
    refused(int8(PackedFiles.floats(SCALE, 1, ROWS, 1)), SCALE, "[96, 1]");
    refused(int8(PackedFiles.floats(SCALE, 1, COLUMNS)), SCALE, "[24]");
  }

  @Test
  void scalesOfAnotherType() {
    refused(int8(PackedFiles.zeros(SCALE, DType.F64, ROWS)), SCALE, "is F64", "scales are F32");
    refused(int8(PackedFiles.zeros(SCALE, DType.BF16, ROWS)), SCALE, "is BF16");
  }

  @Test
  void aWeightOfAnotherShape() {
    refused(
        int8(PackedFiles.zeros(WEIGHT, DType.I8, COLUMNS, ROWS)),
        "mis-shaped " + WEIGHT + " is [24, 96] instead of [96, 24]");
  }

  @Test
  void aLinearWeightOfAnInt8FileThatIsNotInt8() {
    refused(
        int8(PackedFiles.zeros(WEIGHT, DType.F32, ROWS, COLUMNS)), WEIGHT, "is F32", "int8 has I8");
    refused(int8(PackedFiles.zeros(WEIGHT, DType.U8, ROWS, COLUMNS)), WEIGHT, "is U8");
  }

  @Test
  void aWeightLeftInBf16ThatIsAnotherFloat() {
    String left = "modality_trunks.vision.blocks.0.mlp.fc1.weight";
    refused(int8(PackedFiles.zeros(left, DType.F32, 64, 16)), left, "is F32", "int8 has BF16");
    refused(int8(PackedFiles.zeros(left, DType.I8, 64, 16)), left, "its scales", "are missing");
    refused(int8(PackedFiles.floats(left + "_scale", 1, 64)), "unexpected " + left + "_scale");
  }

  @Test
  void aNormOfAnInt8FileThatIsNoFloat32() {
    String norm = "modality_trunks.imu.blocks.0.norm_1.weight";
    refused(int8(PackedFiles.zeros(norm, DType.I8, COLUMNS)), norm, "is I8", "int8 has F32");
  }

  @Test
  void scalesOfWhatHasNone() {
    String stray = "modality_trunks.imu.blocks.0.norm_1.weight_scale";
    refused(int8(PackedFiles.floats(stray, 1, COLUMNS)), "unexpected " + stray);
  }

  @Test
  void int8WeightsWithoutTheMetadata() {
    String lacks = "lacks imagebind4j.precision = int8";
    refused(withMetadata(Precision.INT8, StoredPrecision.METADATA_KEY, ""), "is I8", lacks);
    Path file = folder.resolve("spoilt.safetensors");
    PackedFiles files = new PackedFiles(folder);
    files.spoilt(
        files.original("plain.safetensors"),
        tensors -> {
          tensors.put(WEIGHT, PackedFiles.zeros(WEIGHT, DType.I8, ROWS, COLUMNS));
          return tensors;
        });
    refused(file, WEIGHT, "is I8", lacks);
  }

  @Test
  void int8WeightsThatSayTheyAreBf16() {
    refused(
        withMetadata(Precision.INT8, StoredPrecision.METADATA_KEY, "bf16"),
        "is I8, but the file's metadata lacks imagebind4j.precision = int8");
  }

  @Test
  void bf16WeightsThatSayTheyAreInt8() {
    refused(
        withMetadata(Precision.BF16, StoredPrecision.METADATA_KEY, "int8"),
        "is BF16, where a file of int8 has I8");
  }

  @Test
  void float32WeightsThatSayTheyAreBf16() {
    PackedFiles files = new PackedFiles(folder);
    Path file =
        files.spoilt(
            files.packed(Precision.BF16),
            tensors -> {
              tensors.put(WEIGHT, PackedFiles.zeros(WEIGHT, DType.F32, ROWS, COLUMNS));
              return tensors;
            });
    refused(file, WEIGHT, "is F32, where a file of bf16 has BF16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp4", "INT8", " int8", "fp32"})
  void aPrecisionThatIsNotKnown(String name) {
    refused(
        withMetadata(Precision.INT8, StoredPrecision.METADATA_KEY, name),
        "is '" + name + "', which is neither bf16 nor int8");
  }

  @Test
  void integersInAnOrdinaryFile() {
    PackedFiles files = new PackedFiles(folder);
    String name = "modality_heads.imu.0.weight";
    Path file =
        files.spoilt(
            files.original("plain.safetensors"),
            tensors -> {
              tensors.put(name, PackedFiles.zeros(name, DType.I64, COLUMNS));
              return tensors;
            });
    refused(file, name, "is I64, but a weight must be a float");
  }
}
