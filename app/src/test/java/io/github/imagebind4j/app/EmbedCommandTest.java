package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedCommandTest {
  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp.resolve("cache"));
  }

  private String image() {
    return Goldens.file("images/files/rgb.png");
  }

  private String sound() {
    return Goldens.file("audio/files/chirp_16k_i16_5s.wav");
  }

  private static List<Object> column(Cli.Run run, String key) {
    return run.objects().stream().map(line -> line.get(key)).toList();
  }

  @Test
  void itemsComeOutInTheOrderGivenAcrossOptionsAndBatches() {
    Cli.Run run =
        cli()
            .runTiny(
                "embed",
                "--batch",
                "2",
                "--text",
                "one",
                image(),
                "--text=two",
                "--audio",
                sound(),
                "--image",
                image(),
                "--text",
                "three");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(column(run, "source"))
        .containsExactly("one", image(), "two", sound(), image(), "three");
    assertThat(column(run, "modality"))
        .containsExactly("text", "vision", "text", "audio", "vision", "text");
  }

  @Test
  void plainFilesAreRecognisedByContentNotByName() throws IOException {
    Path disguised = Files.copy(Path.of(sound()), temp.resolve("sound.jpg"));

    assertThat(column(cli().runTiny("embed", disguised.toString()), "modality"))
        .containsExactly("audio");
  }

  @Test
  void textsAreTakenAsTheyAre() throws IOException {
    Files.writeString(temp.resolve("file"), "not me");
    String[] texts = {"@" + temp.resolve("file"), "", " \"quoted\" ", "naïve 日本 😀", "-"};
    Cli.Run run = cli().runTiny("embed", options("--text", texts));

    assertThat(run.exitCode()).isZero();
    assertThat(column(run, "source")).containsExactly((Object[]) texts);
  }

  private static String[] options(String option, String... values) {
    return Arrays.stream(values).flatMap(value -> Stream.of(option, value)).toArray(String[]::new);
  }

  @Test
  void unitScaleKeepsTheDirectionAtLengthOne() {
    double[] raw = vector(cli().runTiny("embed", "--text", "a dog"));
    double[] unit = vector(cli().runTiny("embed", "--scale", "unit", "--text", "a dog"));

    double norm = norm(raw);
    assertThat(norm).isGreaterThan(10);
    assertThat(norm(unit)).isCloseTo(1, offset(1e-6));
    assertThat(unit[0]).isCloseTo(raw[0] / norm, offset(1e-6));
  }

  private static double[] vector(Cli.Run run) {
    return Goldens.numbers(run.objects().getFirst(), "vector");
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double x : vector) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  @Test
  void npyKeepsARowOfNanForAnItemThatFailed() {
    Cli.Run run = cli().runTiny("embed", "--format", "npy", "missing.jpg", "--text", "a dog");

    FloatArray array = NpyFile.read(run.bytes(), 1 << 20).values();
    assertThat(array.shape().dims()).containsExactly(2, 32);
    assertThat(array.slice(0).toArray()).containsOnly(Float.NaN);
    double[] expected = vector(cli().runTiny("embed", "--text", "a dog"));
    assertThat(array.slice(1).get(0)).isEqualTo((float) expected[0]);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void tableHasALineAnItem() {
    Cli.Run run = cli().runTiny("embed", "-f", "table", "--text", "a dog", "missing.jpg", image());

    assertThat(run.lines()).hasSize(4);
    assertThat(run.lines().get(0)).contains("modality", "source", "norm");
    assertThat(run.lines().get(1)).startsWith("text").contains("a dog", "32");
    assertThat(run.lines().get(2)).contains("missing.jpg", "failed");
    assertThat(run.lines().get(3)).startsWith("vision").contains("1.0000");
  }

  @Test
  void rawTensorsLeadingAxisGivesItsItems() {
    Path tensor = temp.resolve("t.npy");
    assertThat(cli().run("preprocess", "--image", image(), "--out", tensor.toString()).exitCode())
        .isZero();
    FloatArray one = NpyFile.read(read(tensor), 1 << 24).values();
    Path both = temp.resolve("both.npy");
    NpyFile.write(both, FloatArray.stack(List.of(one, one)));

    Cli.Run run = cli().runTiny("embed", "--raw", "vision=" + both, image());

    assertThat(run.exitCode()).isZero();
    assertThat(column(run, "source")).containsExactly(both + "[0]", both + "[1]", image());
    List<Map<String, Object>> lines = run.objects();
    double[] direct = Goldens.numbers(lines.get(2), "vector");
    for (int i = 0; i < 2; i++) {
      assertThat(Goldens.numbers(lines.get(i), "vector")).containsExactly(direct, offset(1e-6));
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsTextsAndFileNamesFromLists() throws IOException {
    Path texts = Files.writeString(temp.resolve("texts.txt"), "first\n\nsecond\r\n");
    Cli.Run run =
        cli()
            .input(image() + "\n" + sound() + "\n")
            .runTiny("embed", "--text-file", texts.toString(), "--files-from", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(column(run, "source")).containsExactly("first", "second", image(), sound());
  }

  @Test
  void resultsAreWrittenAsBatchesFinish() throws Exception {
    PipedOutputStream feed = new PipedOutputStream();
    PipedInputStream results = new PipedInputStream(1 << 16);
    Console console =
        new Console(
            new PipedInputStream(feed),
            new PipedOutputStream(results),
            OutputStreams.nowhere(),
            Map.of(),
            Console.Terminal.NONE);
    String model = Goldens.file("models/tiny_a/weights.pth");
    String config = Goldens.file("models/tiny_a/config.json");
    String[] args = {
      "embed", "--model", model, "--config", config, "--batch", "1", "--text-file", "-"
    };
    Thread run = Thread.ofPlatform().start(() -> Main.run(console, args));
    try (feed) {
      feed.write("a dog\n".getBytes(StandardCharsets.UTF_8));
      feed.flush();

      assertThat(readLine(results)).contains("a dog"); // while standard input is still open
    }
    run.join();
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = in.read()) >= 0 && c != '\n'; ) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void thousandsOfMissingFilesAreReportedInTheirPlace() throws IOException {
    List<String> names = new ArrayList<>(List.of(image()));
    for (int i = 0; i < 2500; i++) {
      names.add("missing-" + i + ".jpg");
    }
    names.add(sound());
    Path list = Files.write(temp.resolve("list.txt"), names);

    Cli.Run run = cli().runTiny("embed", "--files-from", list.toString(), "--text", "last");

    names.add("last");
    assertThat(column(run, "source")).isEqualTo(names);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.objects().getFirst()).containsKey("vector");
    assertThat(run.objects().get(names.size() - 2)).containsKey("vector");
  }

  @Test
  void aBatchThatCannotFitIsRefusedBeforeAnythingIsComputed() {
    Cli.Run run = cli().runTiny("embed", "--batch", "30", "--memory", "20m", image());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("error: a batch size of 30 for vision needs about")
        .contains("the memory budget is 20 MB", "not even one fits");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "900m, 943718400",
    "4g, 4294967296",
    "4GB, 4294967296",
    "1.5 GiB, 1610612736",
    "0, 0",
    "many, -1",
    "-1g, -1",
    "1e9, -1",
    "'', -1",
  })
  void memoryIsWrittenAsTheJvmWritesIt(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "missing.jpg, no such file",
    "empty.jpg, empty",
    "words.jpg, holds text",
    "folder, not a regular file",
    "array.npy, say what it is with --depth",
  })
  void aBadFileIsReportedAndTheOthersSurvive(String name, String message) throws IOException {
    Files.createFile(temp.resolve("empty.jpg"));
    Files.writeString(temp.resolve("words.jpg"), "These are words, not a picture.\n");
    Files.createDirectory(temp.resolve("folder"));
    NpyFile.write(temp.resolve("array.npy"), FloatArray.wrap(new float[6], 2, 3));
    String bad = temp.resolve(name).toString();

    Cli.Run run = cli().runTiny("embed", "--text", "before", bad, "--text", "after");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(column(run, "source")).containsExactly("before", bad, "after");
    assertThat(run.objects().get(1)).doesNotContainKey("vector");
    assertThat("" + run.objects().get(1).get("error")).containsIgnoringCase(message);
    assertThat(run.err()).startsWith("error: ").contains(bad);
  }

  @Test
  void aTextNamedAsAPictureFailsAlsoWhenItIsCalledAnImage() throws IOException {
    Path words = Files.writeString(temp.resolve("words.jpg"), "These are words.\n");

    Cli.Run run = cli().runTiny("embed", "--image", words.toString(), image());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.objects().get(0)).containsKey("error");
    assertThat(run.objects().get(1)).containsKey("vector");
  }

  @ParameterizedTest
  @CsvSource({
    "vision=missing.npy, no such file",
    "missing.npy, --raw wants MODALITY=F.npy",
    "UPPER CASE=x.npy, a modality's name",
  })
  void aBadRawTensorIsReported(String value, String message) {
    Cli.Run run = cli().runTiny("embed", "--raw", value, "--text", "after");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat("" + run.objects().get(0).get("error")).contains(message);
    assertThat(run.objects().get(1)).containsKey("vector");
  }

  @Test
  void aRawTensorOfTheWrongShapeNamesTheRightOne() {
    Path file = temp.resolve("t.npy");
    NpyFile.write(file, FloatArray.wrap(new float[2 * 3 * 8], 2, 3, 8));

    Cli.Run run = cli().runTiny("embed", "--raw", "imu=" + file, "--text", "after");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat("" + run.objects().get(0).get("error")).contains("2000").contains("[");
    assertThat(run.objects()).hasSize(3);
  }

  @Test
  void aModalityThatTheModelLacksIsTheItemsError() {
    Path file = temp.resolve("t.npy");
    NpyFile.write(file, FloatArray.wrap(new float[6], 1, 6));

    Cli.Run run = cli().runTiny("embed", "--raw", "smell=" + file, "--text", "after");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat("" + run.objects().get(0).get("error")).contains("smell");
  }

  @Test
  void theReaderOfTheOutputMayLeaveEarly() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStreams.closed(),
            OutputStreams.nowhere(),
            Map.of(),
            Console.Terminal.NONE);

    int exitCode = Main.run(console, "tokenize", "a dog");

    assertThat(exitCode).isEqualTo(1);
  }
}
