package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.StoredTensor;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionConverterTest {
  private static final Set<String> LINEAR =
      Set.of("attn.in_proj_weight", "attn.out_proj.weight", "mlp.fc1.weight", "mlp.fc2.weight");
  private static final String TOKENS = "modality_preprocessors.text.token_embedding.weight";

  @TempDir Path folder;

  private PackedFiles files() {
    return new PackedFiles(folder);
  }

  private static boolean linear(String name) {
    return name.contains(".blocks.") && LINEAR.stream().anyMatch(name::endsWith);
  }

  /// The nearer of the two BF16 neighbours, ties to the one whose last bit is 0: by distances, not
  /// by adding half.
  private static float nearestBf16(float value) {
    int bits = Float.floatToIntBits(value);
    float below = Float.intBitsToFloat(bits & 0xffff_0000);
    float above = Float.intBitsToFloat((bits & 0xffff_0000) + 0x1_0000);
    double toBelow = Math.abs((double) value - below);
    double toAbove = Math.abs((double) value - above);
    if (toBelow == toAbove) {
      return (bits & 0x1_0000) == 0 ? below : above;
    }
    return toBelow < toAbove ? below : above;
  }

  private static float[] values(Checkpoint checkpoint, String name) {
    return checkpoint.tensor(name).toFloatArray().toArray();
  }

  @Test
  void bf16RoundsLinearWeightsAndTokenEmbeddingAndLeavesTheRest() {
    Path packed = files().packed(Precision.BF16);
    try (Checkpoint got = Checkpoint.open(packed);
        Checkpoint from = Checkpoint.open(folder.resolve("original.safetensors"))) {
      assertThat(got.names()).containsExactlyInAnyOrderElementsOf(from.names());
      int rounded = 0;
      for (String name : from.names()) {
        boolean brain = linear(name) || name.equals(TOKENS);
        rounded += brain ? 1 : 0;
        assertThat(got.tensor(name).dtype()).as(name).isEqualTo(brain ? DType.BF16 : DType.F32);
        assertThat(got.tensor(name).shape()).as(name).isEqualTo(from.tensor(name).shape());
        float[] expected = values(from, name);
        for (int i = 0; brain && i < expected.length; i++) {
          expected[i] = nearestBf16(expected[i]);
        }
        assertThat(values(got, name)).as(name).isEqualTo(expected);
      }
      // Four blocks of vision, two of text, one of imu and touch, and the token embedding.
      assertThat(rounded).isEqualTo(8 * LINEAR.size() + 1);
    }
  }

  @Test
  void int8HasAScaleForEachRowOfALinearWeightAndLeavesVisionsFirstBlockInBf16() {
    Path packed = files().packed(Precision.INT8);
    try (Checkpoint got = Checkpoint.open(packed);
        Checkpoint from = Checkpoint.open(folder.resolve("original.safetensors"))) {
      Set<String> expected = new HashSet<>(from.names());
      for (String name : from.names()) {
        boolean left = linear(name) && name.startsWith("modality_trunks.vision.blocks.0.");
        if (!linear(name) || left) {
          DType due = left || name.equals(TOKENS) ? DType.BF16 : DType.F32;
          assertThat(got.tensor(name).dtype()).as(name).isEqualTo(due);
          continue;
        }
        expected.add(name + "_scale");
        StoredTensor weight = got.tensor(name);
        StoredTensor scale = got.tensor(name + "_scale");
        assertThat(weight.dtype()).as(name).isEqualTo(DType.I8);
        assertThat(weight.shape()).as(name).isEqualTo(from.tensor(name).shape());
        assertThat(scale.dtype()).as(name).isEqualTo(DType.F32);
        assertThat(scale.shape()).as(name).isEqualTo(Shape.of(weight.shape().dim(0)));
        requireWithinHalfAScale(values(from, name), values(got, name), values(got, scale.name()));
      }
      assertThat(got.names()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static void requireWithinHalfAScale(float[] weights, float[] q, float[] scales) {
    int columns = weights.length / scales.length;
    for (int i = 0; i < weights.length; i++) {
      double scale = scales[i / columns];
      assertThat(Math.abs(q[i])).isLessThanOrEqualTo(127);
      assertThat(Math.abs(weights[i] - q[i] * scale)).isLessThanOrEqualTo(scale / 2 * (1 + 1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BF16", "INT8"})
  void everySourceGivesTheSameFile(Precision precision) {
    PackedFiles files = files();
    Path expected = files.packed(precision);
    Path fromPth = files.packed(files.original("original.pth"), "p.safetensors", precision);
    assertThat(fromPth).hasSameBinaryContentAs(expected);
    Path direct = folder.resolve("direct.safetensors");
    RandomWeights.write(PackedFiles.CONFIG, 5, precision, direct, written -> {});
    assertThat(direct).hasSameBinaryContentAs(expected);
    // Packed once, packed again.
    if (precision == Precision.BF16) {
      assertThat(files.packed(expected, "again.safetensors", precision))
          .hasSameBinaryContentAs(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BF16", "INT8"})
  void aConvertedFileSaysWhatItIsAndKeepsItsIdentity(Precision precision) throws IOException {
    Path packed = files().packed(precision);
    ModelSummary original = ModelSummary.of(folder.resolve("original.safetensors"), null);
    ModelSummary summary = ModelSummary.of(packed, null);
    assertThat(original.precision()).isEqualTo(Precision.FP32);
    assertThat(summary.precision()).isEqualTo(precision);
    assertThat(summary.config()).isEqualTo(PackedFiles.CONFIG);
    assertThat(summary.fingerprint())
        .isEqualTo(original.fingerprint())
        .isEqualTo(summary.metadata().get("imagebind4j.fingerprint"));
    long stored = summary.storedBytes().values().stream().mapToLong(Long::longValue).sum();
    assertThat(stored).isEqualTo(StoredPrecision.bytes(PackedFiles.CONFIG, precision));
    assertThat(Files.size(packed)).isGreaterThan(stored);
    assertThat(summary.weightBytes(Modality.TEXT, precision))
        .isEqualTo(summary.storedBytes().get(Modality.TEXT));
  }

  @Test
  void anotherConfigMakesItAnotherModel() {
    Path packed = files().packed(Precision.BF16);
    String own = ModelSummary.of(packed, null).fingerprint();
    ModelConfig fewer = PackedFiles.CONFIG.only(modality -> !modality.equals(Modality.IMU));
    assertThat(ModelSummary.of(packed, fewer).fingerprint())
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123", "ABCDEF0123456789", "0123456789abcdef0", "0123456789abcdeg"})
  void aFingerprintOfAnotherFormIsNotBelieved(String bad) {
    PackedFiles files = files();
    Path packed = files.packed(Precision.BF16);
    Path spoilt =
        files.spoilt(
            packed,
            PrecisionConverter.metadata(PackedFiles.CONFIG, Precision.BF16, bad),
            tensors -> tensors);
    assertThat(ModelSummary.of(spoilt, null).fingerprint())
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(bad);
  }

  @Test
  void towersThatTheConfigLeavesOutAreLeftOut() {
    Path to = folder.resolve("text.safetensors");
    ModelConfig text = PackedFiles.CONFIG.only(modality -> modality.equals(Modality.TEXT));
    try (Checkpoint from = Checkpoint.open(files().original("original.pth"))) {
      assertThatThrownBy(() ->
              PrecisionConverter.convert(from, text, Precision.INT8, Map.of(), to, written -> {}))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("unexpected modality_preprocessors.touch");
      ModelConfig six =
          PackedFiles.CONFIG.only(modality -> List.of("touch", "text").contains(modality.name()));
      PrecisionConverter.convert(from, six, Precision.INT8, Map.of("k", "v"), to, written -> {});
    }
    ModelSummary summary = ModelSummary.of(to, null);
    assertThat(summary.storedBytes()).containsOnlyKeys(Modality.TEXT, Modality.of("touch"));
    assertThat(summary.metadata()).containsEntry("k", "v");
  }

  @Test
  void progressEndsAtTheBytesOfTheNewFilesValues() {
    List<Long> heard = new ArrayList<>();
    try (Checkpoint from = Checkpoint.open(files().original("original.pth"))) {
      PrecisionConverter.convert(
          from,
          PackedFiles.CONFIG,
          Precision.INT8,
          Map.of(),
          folder.resolve("p.safetensors"),
          heard::add);
    }
    assertThat(heard).isSorted();
    assertThat(heard.getLast())
        .isEqualTo(StoredPrecision.bytes(PackedFiles.CONFIG, Precision.INT8));
  }

  @Test
  void halfPrecisionSourcesWork() {
    PackedFiles files = files();
    Path half = folder.resolve("half.safetensors");
    try (Checkpoint from = Checkpoint.open(files.original("original.pth"))) {
      CheckpointConverter.convert(
          from, half, CheckpointConverter.Options.floats(DType.F16), written -> {});
    }
    Path packed = files.packed(half, "p.safetensors", Precision.INT8);
    assertThat(ModelSummary.of(packed, null).fingerprint())
        .isEqualTo(ModelSummary.of(half, PackedFiles.CONFIG).fingerprint());
    try (Checkpoint from = Checkpoint.open(half);
        Checkpoint got = Checkpoint.open(packed)) {
      String norm = "modality_trunks.imu.blocks.0.norm_1.weight";
      assertThat(values(got, norm)).isEqualTo(values(from, norm));
      String weight = "modality_trunks.imu.blocks.0.mlp.fc1.weight";
      requireWithinHalfAScale(
          values(from, weight), values(got, weight), values(got, weight + "_scale"));
    }
  }

  @Test
  void bf16MayBecomeInt8WithinAScale() {
    PackedFiles files = files();
    Path twice = files.packed(files.packed(Precision.BF16), "twice.safetensors", Precision.INT8);
    try (Checkpoint from = Checkpoint.open(folder.resolve("original.safetensors"));
        Checkpoint got = Checkpoint.open(twice)) {
      String weight = "modality_trunks.vision.blocks.1.attn.in_proj_weight";
      float[] weights = values(from, weight);
      float[] q = values(got, weight);
      float[] scales = values(got, weight + "_scale");
      int columns = weights.length / scales.length;
      for (int i = 0; i < weights.length; i++) {
        double scale = scales[i / columns];
        assertThat(Math.abs(weights[i] - q[i] * scale)).isLessThanOrEqualTo(scale);
      }
    }
    assertThat(ModelSummary.of(twice, null).fingerprint())
        .isEqualTo(ModelSummary.of(folder.resolve("original.safetensors"), null).fingerprint());
  }

  private void refused(Path from, Precision precision, String to, String... message) {
    assertThatThrownBy(() -> files().packed(from, to, precision))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(message);
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BF16", "INT8"})
  void anInt8SourceIsRefused(Precision precision) {
    Path int8 = files().packed(Precision.INT8);
    refused(
        int8,
        precision,
        "x.safetensors",
        "int8 already",
        "convert the checkpoint that it was made");
  }

  @Test
  void anInt8TargetThatCantSaySoIsRefused() {
    Path original = files().original("original.safetensors");
    refused(original, Precision.INT8, "x.pth", "x.pth", "name it .safetensors");
  }

  @Test
  void otherPrecisionsAreRefused() {
    Path original = files().original("original.safetensors");
    assertThatThrownBy(() -> files().packed(original, "x.safetensors", Precision.FP16))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bf16 or int8");
  }

  @Test
  void bf16InAPthIsReadAsWhatItIs() {
    PackedFiles files = files();
    Path pth = files.packed(files.original("original.pth"), "bf16.pth", Precision.BF16);
    ModelSummary summary = ModelSummary.of(pth, PackedFiles.CONFIG);
    assertThat(summary.precision()).isEqualTo(Precision.FP32);
    long stored = summary.storedBytes().values().stream().mapToLong(Long::longValue).sum();
    assertThat(stored).isEqualTo(StoredPrecision.bytes(PackedFiles.CONFIG, Precision.BF16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "modality_trunks.text.blocks.1.mlp.fc2.weight",
        "modality_trunks.text.blocks.1.mlp.fc2.bias",
        "modality_preprocessors.text.token_embedding.weight"
      })
  void aWeightThatIsNotFiniteIsRefusedAndLeavesNothing(String name) throws IOException {
    PackedFiles files = files();
    Path spoilt =
        files.spoilt(
            files.original("original.safetensors"),
            tensors -> {
              tensors.computeIfPresent(
                  name, (_, old) -> PackedFiles.floats(name, Float.NaN, old.shape().dims()));
              return tensors;
            });
    Path old = Files.writeString(folder.resolve("old.safetensors"), "precious");
    for (Precision precision : List.of(Precision.BF16, Precision.INT8)) {
      refused(spoilt, precision, "old.safetensors", name, "not a number");
    }
    assertThat(old).hasContent("precious");
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("original.safetensors", "spoilt.safetensors", "old.safetensors");
  }

  @Test
  void doublesAreRefusedWithTheFix() {
    PackedFiles files = files();
    String name = "modality_trunks.text.blocks.1.mlp.fc2.bias";
    Path spoilt =
        files.spoilt(
            files.original("original.safetensors"),
            tensors -> {
              tensors.put(name, PackedFiles.zeros(name, DType.F64, 8));
              return tensors;
            });
    refused(spoilt, Precision.BF16, "x.safetensors", name, "F64", "float32 first");
  }

  @Test
  void theSourceIsReadInItsOwnOrder() {
    List<String> asked = new ArrayList<>();
    Path to = folder.resolve("order.safetensors");
    List<TensorSource> tensors = new ArrayList<>();
    for (String name : List.of("z", "a", "m")) {
      TensorSource source = PackedFiles.floats(name, 1, name.equals("a") ? 3 : 16);
      tensors.add(
          new TensorSource(
              name,
              DType.F32,
              source.shape(),
              out -> {
                asked.add(name);
                source.content().writeTo(out);
              }));
    }
    CheckpointConverter.write(to, tensors, Map.of(), written -> {});
    assertThat(asked).containsExactly("z", "a", "m");
    try (Checkpoint checkpoint = Checkpoint.open(to)) {
      assertThat(checkpoint.names()).containsExactly("m", "z", "a");
      assertThat(checkpoint.tensor("m").data().address() % 64).isZero();
      assertThat(checkpoint.tensor("z").data().address() % 64).isZero();
      assertThat(values(checkpoint, "a")).containsExactly(1, 1, 1);
    }
  }
}
