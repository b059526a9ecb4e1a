package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.CheckpointConverter.Options;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.golden.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointWriterTest {
  private static final Path WEIGHTS = Goldens.path("models/tiny_b/weights.safetensors");

  @TempDir Path folder;

  private Path convert(Path from, String to, Options options) {
    Path file = folder.resolve(to);
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      CheckpointConverter.convert(checkpoint, file, options, written -> {});
    }
    return file;
  }

  private static void assertSameBytes(Checkpoint got, Checkpoint expected) {
    assertThat(got.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      StoredTensor a = got.tensor(name);
      StoredTensor b = expected.tensor(name);
      assertThat(a.dtype()).isEqualTo(b.dtype());
      assertThat(a.shape()).isEqualTo(b.shape());
      assertThat(a.data().mismatch(b.data())).as(name).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "weights.safetensors, pth",
    "weights.pth, safetensors",
    "weights_legacy.pth, safetensors",
    "weights_wrapped.pth, pt",
    "weights_fp16.pth, safetensors",
    "weights_fp16.pth, pth"
  })
  void keepsEveryBitFromFormatToFormat(String from, String extension) {
    Path original = Goldens.path("models/tiny_b/" + from);
    Path converted = convert(original, "w." + extension, Options.keep());
    try (Checkpoint got = Checkpoint.open(converted);
        Checkpoint expected = Checkpoint.open(original)) {
      assertSameBytes(got, expected);
    }
  }

  @Test
  void gathersViewsAndKeepsEveryNumberType() {
    Path views = TorchFilesTest.file("views.pth");
    Path dtypes = TorchFilesTest.file("dtypes.pth");
    for (Path original : List.of(views, dtypes)) {
      try (Checkpoint got = Checkpoint.open(convert(original, "w.safetensors", Options.keep()));
          Checkpoint expected = Checkpoint.open(original)) {
        assertSameBytes(got, expected);
      }
    }
    assertThatThrownBy(() -> convert(dtypes, "w.pth", Options.keep()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor uint16 is of dtype U16")
        .hasMessageContaining("write safetensors");
    Path legacy = TorchFilesTest.file("dtypes_legacy.pth");
    try (Checkpoint got = Checkpoint.open(convert(legacy, "w.pth", Options.keep()));
        Checkpoint expected = Checkpoint.open(legacy)) {
      assertSameBytes(got, expected);
    }
  }

  @Test
  void halvesLikePyTorch() {
    Path half = convert(WEIGHTS, "half.pth", Options.floats(DType.F16));
    try (Checkpoint got = Checkpoint.open(half);
        Checkpoint expected = Checkpoint.open(Goldens.path("models/tiny_b/weights_fp16.pth"))) {
      assertSameBytes(got, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.pth", "w.safetensors"})
  void convertsToBrainFloatsAndBackExactly(String name) {
    Path brain = convert(WEIGHTS, name, Options.floats(DType.BF16));
    Path wide = convert(brain, "wide.safetensors", Options.floats(DType.F32));
    Path again = convert(wide, "again.pth", Options.floats(DType.BF16));
    try (Checkpoint a = Checkpoint.open(brain);
        Checkpoint b = Checkpoint.open(again);
        Checkpoint w = Checkpoint.open(wide)) {
      assertSameBytes(a, b);
      assertThat(a.names()).allSatisfy(n -> assertThat(a.tensor(n).dtype()).isEqualTo(DType.BF16));
      assertThat(w.names()).allSatisfy(n -> assertThat(w.tensor(n).dtype()).isEqualTo(DType.F32));
    }
  }

  private float[] rounded(DType to, float... values) {
    Path file = folder.resolve("rounded.safetensors");
    TensorSource source = TensorSource.of("x", FloatArray.copyOf(values, values.length)).as(to);
    SafetensorsWriter.write(file, List.of(source), Map.of(), written -> {});
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      return checkpoint.tensor("x").toFloatArray().toArray();
    }
  }

  @Test
  void roundsToTheNearestTiesToEven() {
    float below = Math.nextDown(0x1.01p0f);
    float above = Math.nextUp(0x1.01p0f);
    assertThat(rounded(DType.BF16, 0x1.01p0f, 0x1.03p0f, below, above, -0f))
        .containsExactly(1f, 0x1.04p0f, 1f, 0x1.02p0f, -0f);
    float inf = Float.POSITIVE_INFINITY;
    // A NaN whose payload lies only in the bits that go.
    float nan = Float.intBitsToFloat(0x7f800001);
    assertThat(rounded(DType.BF16, inf, -inf, nan)).containsExactly(inf, -inf, Float.NaN);
    assertThat(rounded(DType.F16, inf, -inf, nan)).containsExactly(inf, -inf, Float.NaN);
    // 1 + 2^-11 lies between 1 and 1 + 2^-10; the smallest subnormal is 2^-24.
    assertThat(rounded(DType.F16, 1 + 0x1p-11f, 1 + 0x1.8p-10f, 0x1p-25f, 0x1.8p-24f, 65519f))
        .containsExactly(1f, 1 + 0x1p-9f, 0f, 0x1p-23f, 65504f);
  }

  @Test
  void metadataMayComeOutOnlyWhenTheValuesHavePassed() {
    Path file = folder.resolve("late.safetensors");
    StringBuilder seen = new StringBuilder("0");
    TensorSource source = TensorSource.of("x", FloatArray.copyOf(new float[] {1, 2}, 2));
    TensorSource counted =
        new TensorSource(
            "x",
            DType.F32,
            source.shape(),
            out -> {
              source.content().writeTo(out);
              seen.setCharAt(0, '2');
            });
    SafetensorsWriter.write(
        file, List.of(counted), () -> Map.of("values", seen.toString()), written -> {});
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.metadata()).containsExactly(Map.entry("values", "2"));
      assertThat(checkpoint.tensor("x").toFloatArray().toArray()).containsExactly(1, 2);
    }
    assertThatThrownBy(() ->
            SafetensorsWriter.write(
                file,
                List.of(source),
                () -> Map.of("values", seen.append("3".repeat(64)).toString()),
                written -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("changed its length");
  }

  @Test
  void refusesToTurnAFiniteWeightIntoInfinity() {
    assertThatThrownBy(() -> rounded(DType.F16, 1, 65520f))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor x has the value 65520.0, beyond the range of F16")
        .hasMessageContaining("convert to BF16");
    assertThatThrownBy(() -> rounded(DType.BF16, Float.MAX_VALUE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("convert to F32");
    assertThatThrownBy(() -> rounded(DType.I8, 1)).isInstanceOf(CheckpointException.class);
  }

  @Test
  void leavesIntegersAndDoublesAlone() {
    Path file =
        convert(TorchFilesTest.file("dtypes.pth"), "w.safetensors", Options.floats(DType.BF16));
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.tensor("float16").dtype()).isEqualTo(DType.BF16);
      assertThat(checkpoint.tensor("float64").dtype()).isEqualTo(DType.F64);
      assertThat(checkpoint.tensor("int64").dtype()).isEqualTo(DType.I64);
    }
  }

  @Test
  void convertsValuesThatArriveInOddPieces() {
    Random random = new Random(7);
    byte[] bytes = new byte[4 * 50_000];
    for (int i = 0; i < bytes.length; i += 4) {
      ByteBuffer.wrap(bytes)
          .order(java.nio.ByteOrder.LITTLE_ENDIAN)
          .putFloat(i, random.nextFloat());
    }
    TensorSource pieces =
        new TensorSource(
            "x",
            DType.F32,
            Shape.of(50_000),
            out -> {
              for (int at = 0; at < bytes.length; ) {
                int size = Math.min(1 + random.nextInt(40_000), bytes.length - at);
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, size);
                assertThat(out.write(piece)).isEqualTo(size);
                assertThat(piece.hasRemaining()).isFalse();
                at += size;
              }
            });
    Path file = folder.resolve("pieces.pth");
    TorchWriter.write(file, List.of(pieces.as(DType.BF16)), written -> {});
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      float[] got = checkpoint.tensor("x").toFloatArray().toArray();
      for (int i = 0; i < got.length; i++) {
        float value =
            ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat(4 * i);
        assertThat(Math.abs(got[i] - value) <= value * 0x1p-8f).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.pth", "w.safetensors"})
  void alignsEveryTensorToItsElementsAndItsFirstTo64(String name) {
    Path file = convert(TorchFilesTest.file("dtypes_legacy.pth"), name, Options.keep());
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      long pageAligned = checkpoint.tensor("float64").data().address();
      assertThat(pageAligned % 64).isZero();
      for (String tensor : checkpoint.names()) {
        StoredTensor stored = checkpoint.tensor(tensor);
        int alignment = name.endsWith("pth") ? 64 : stored.dtype().byteSize();
        assertThat(stored.data().address() % alignment).as(tensor).isZero();
      }
    }
  }

  @Test
  void keepsAndAddsMetadata() {
    Path one =
        convert(
            WEIGHTS,
            "one.safetensors",
            new Options(
                Optional.empty(), Map.of("config", "{\"a\": \"ü\\n\"}", "b", "1"), Set.of()));
    Path two =
        convert(one, "two.safetensors", new Options(Optional.empty(), Map.of("b", "2"), Set.of()));
    try (Checkpoint checkpoint = Checkpoint.open(two)) {
      assertThat(checkpoint.metadata())
          .containsOnly(Map.entry("config", "{\"a\": \"ü\\n\"}"), Map.entry("b", "2"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.pth", "w.safetensors"})
  void writesTheSameBytesTwice(String name) throws IOException {
    Path first = convert(WEIGHTS, "1" + name, Options.keep());
    Path second = convert(WEIGHTS, "2" + name, Options.keep());
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void tellsItsProgress() throws IOException {
    List<Long> heard = new ArrayList<>();
    long total;
    try (Checkpoint checkpoint = Checkpoint.open(WEIGHTS)) {
      total = checkpoint.names().stream().mapToLong(n -> checkpoint.tensor(n).byteSize()).sum();
      Path file = folder.resolve("w.safetensors");
      CheckpointConverter.convert(checkpoint, file, Options.keep(), heard::add);
    }
    assertThat(heard).isSorted().doesNotHaveDuplicates().endsWith(total);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.bin", "w", "w.pth.gz", "safetensors"})
  void refusesAnotherExtension(String name) {
    assertThatThrownBy(() -> convert(WEIGHTS, name, Options.keep()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("name it .safetensors, .pth or .pt");
  }

  private void assertLeavesNothing(String name, TensorSource bad, String message)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), "what was there before");
    TensorSource good = TensorSource.of("good", FloatArray.wrap(new float[1000], 1000));
    List<TensorSource> tensors = List.of(good.as(DType.F32), bad);
    assertThatThrownBy(
            () -> {
              if (name.endsWith(".pth")) {
                TorchWriter.write(file, tensors, written -> {});
              } else {
                SafetensorsWriter.write(file, tensors, Map.of(), written -> {});
              }
            })
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
    assertThat(file).hasContent("what was there before");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.pth", "w.safetensors"})
  void leavesNoHalfFileWhateverGoesWrong(String name) throws IOException {
    Shape shape = Shape.of(4);
    TensorSource.Content full =
        out -> {
          throw new IOException("No space left on device");
        };
    assertLeavesNothing(name, new TensorSource("x", DType.F32, shape, full), "No space left on");
    TensorSource.Content less = out -> out.write(ByteBuffer.allocate(15));
    assertLeavesNothing(name, new TensorSource("x", DType.F32, shape, less), "delivered 15 bytes");
    TensorSource.Content more = out -> out.write(ByteBuffer.allocate(17));
    assertLeavesNothing(name, new TensorSource("x", DType.F32, shape, more), "more than its 16");
    TensorSource half = new TensorSource("x", DType.F32, shape, less).as(DType.F16);
    assertLeavesNothing(name, half, "delivered 6 bytes");
    assertLeavesNothing(name, TensorSource.of("good", FloatArray.wrap(new float[1])), "named good");
  }

  @Test
  void namesAFolderThatIsNotThere() {
    Path file = folder.resolve("absent").resolve("w.pth");
    assertThatThrownBy(() -> TorchWriter.write(file, List.of(), written -> {}))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("can't write " + file);
  }

  @Test
  void writesScalarsEmptyTensorsAndAnyName() {
    List<TensorSource> tensors =
        List.of(
            TensorSource.of("scalar", FloatArray.wrap(new float[] {3})),
            TensorSource.of("empty", FloatArray.wrap(new float[0], 0, 5)),
            TensorSource.of("ünï \"codé\"\n", FloatArray.wrap(new float[] {1, 2}, 1, 2)));
    Path torch = folder.resolve("w.pth");
    Path safe = folder.resolve("w.safetensors");
    TorchWriter.write(torch, tensors, written -> {});
    SafetensorsWriter.write(safe, tensors, Map.of(), written -> {});
    try (Checkpoint a = Checkpoint.open(torch);
        Checkpoint b = Checkpoint.open(safe)) {
      assertSameBytes(a, b);
      assertThat(a.names()).containsExactly("scalar", "empty", "ünï \"codé\"\n");
      assertThat(a.tensor("scalar").shape()).isEqualTo(Shape.of());
      assertThat(a.tensor("empty").shape()).isEqualTo(Shape.of(0, 5));
    }
  }

  @Test
  void writesMoreEntriesThanAZipDirectoryOnceHeld() {
    List<TensorSource> tensors = new ArrayList<>();
    for (int i = 0; i < 70_000; i++) {
      tensors.add(TensorSource.of("t" + i, FloatArray.wrap(new float[] {i})));
    }
    Path file = folder.resolve("many.pth");
    TorchWriter.write(file, tensors, written -> {});
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(checkpoint.names()).hasSize(70_000).startsWith("t0").endsWith("t69999");
      assertThat(checkpoint.tensor("t69999").toFloatArray().get(0)).isEqualTo(69_999);
    }
  }
}
