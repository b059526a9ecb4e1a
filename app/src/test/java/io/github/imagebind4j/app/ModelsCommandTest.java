package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp.resolve("cache"));
  }

  private static String weights() {
    return Goldens.file("models/tiny_a/weights.pth");
  }

  private static String config() {
    return Goldens.file("models/tiny_a/config.json");
  }

  @Test
  void listNamesWhatCanBeDownloadedWithItsLicence() {
    Cli.Run run = cli().run("models", "list");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("imagebind_huge", "4.80 GB", "not downloaded", "CC-BY-NC-SA 4.0");
  }

  @Test
  void listBeginsWithTheModelThatIsBuiltIn() throws IOException {
    assertThat(cli().run("models", "list").lines().getFirst()).matches("mini .*built in.*");

    Path old =
        Files.createDirectories(temp.resolve("cache/models"))
            .resolve("mini-0123456789abcdef.safetensors");
    Files.writeString(old, "of last year");
    assertThat(cli().run("embed", "--text", "a dog").exitCode()).isZero();
    List<Map<String, Object>> list = cli().run("models", "list", "--json").objects();

    assertThat(list)
        .extracting("name")
        .containsExactly("mini", "mini-0123456789abcdef", "imagebind_huge");
    assertThat(list).extracting("embedded").containsExactly(true, false, false);
    assertThat(list.get(1)).containsEntry("file", old.toString());
    assertThat((String) list.get(1).get("about")).contains("another version");
  }

  @Test
  void listNamesTheModelsInTheFolder() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("cache/models"));
    Files.copy(Path.of(weights()), folder.resolve("mine.pth"));
    Files.writeString(folder.resolve("notes.txt"), "no model");

    Map<String, Object> second = cli().run("models", "list", "--json").objects().get(1);

    assertThat(second)
        .containsEntry("name", "mine")
        .containsEntry("downloaded", true)
        .containsEntry("file", folder.resolve("mine.pth").toString());
    assertThat(cli().run("models", "info", "mine", "--config", config()).exitCode()).isZero();
  }

  @Test
  void infoCountsParametersTowerByTower() {
    Cli.Run run = cli().run("models", "info", weights(), "--config", config());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("fingerprint", "licence", "config")
        .containsPattern("vision +155,376\n")
        .containsPattern("total parameters +969,217\n");
  }

  @Test
  void infoAsJsonHasTheConfigThatTheModelReads() throws IOException {
    Map<String, Object> info =
        cli().run("models", "info", "--json", weights(), "--config", config()).objects().getFirst();

    assertThat(info).containsEntry("total_parameters", 969217).containsEntry("dimensions", 32);
    assertThat((Map<?, ?>) info.get("config")).extracting("vision_embed_dim").isEqualTo(48);
    assertThat((String) info.get("fingerprint")).matches("[0-9a-f]{16}");
  }

  @Test
  void convertKeepsTheModelAndPutsItsConfigInside() {
    String to = temp.resolve("t.safetensors").toString();

    Cli.Run run = cli().run("models", "convert", weights(), to, "--config", config());

    assertThat(run.exitCode()).isZero();
    assertThat(fingerprint(to)).isEqualTo(fingerprint(weights(), "--config", config()));
    assertThat(vector(to)).isEqualTo(vector(weights(), "--config", config()));
  }

  private String fingerprint(String model, String... more) {
    Cli.Run run = cli().run(concat(new String[] {"models", "info", "--json", model}, more));
    return (String) Objects.requireNonNull(run.objects().getFirst().get("fingerprint"));
  }

  private double[] vector(String model, String... more) {
    Cli.Run run =
        cli().run(concat(new String[] {"embed", "--text", "a dog", "--model", model}, more));
    return Goldens.numbers(run.objects().getFirst(), "vector");
  }

  private static String[] concat(String[] a, String[] b) {
    return Stream.of(a, b).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private void convert(String from, Path to, String... more) {
    Cli.Run run = cli().run(concat(new String[] {"models", "convert", from, to.toString()}, more));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void convertHalvesTheFileInBf16AndComesBack() throws IOException {
    Path half = temp.resolve("half.safetensors");
    Path back = temp.resolve("back.safetensors");

    convert(weights(), half, "--precision", "bf16", "--config", config());
    convert(half.toString(), back, "--precision", "fp32");

    assertThat(Files.size(half)).isLessThan(Files.size(Path.of(weights())) * 7 / 10);
    try (Checkpoint checkpoint = Checkpoint.open(half);
        Checkpoint full = Checkpoint.open(back)) {
      String name = "modality_trunks.vision.blocks.0.mlp.fc1.weight";
      assertThat(checkpoint.tensor(name).dtype()).isEqualTo(DType.BF16);
      assertThat(checkpoint.metadata()).containsEntry("imagebind4j.precision", "bf16");
      assertThat(full.tensor(name).dtype()).isEqualTo(DType.F32);
      assertThat(full.metadata()).doesNotContainKey("imagebind4j.precision");
      assertThat(full.tensor(name).toFloatArray())
          .isEqualTo(checkpoint.tensor(name).toFloatArray());
    }
  }

  @Test
  void aConvertedModelKeepsItsFingerprintAndSaysItsPrecision() {
    for (String precision : new String[] {"bf16", "int8"}) {
      Path to = temp.resolve(precision + ".safetensors");
      Cli.Run run =
          cli()
              .run(
                  "models",
                  "convert",
                  weights(),
                  to.toString(),
                  "--precision",
                  precision,
                  "--config",
                  config());

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).containsPattern(precision + "\\.safetensors: .* MB from 3.* MB, in ");
      assertThat(fingerprint(to.toString()))
          .isEqualTo(fingerprint(weights(), "--config", config()));
      assertThat(cli().run("models", "info", to.toString()).out())
          .containsPattern("precision +" + precision + "\n")
          .containsPattern("weights +in the file +memory fp32 +memory bf16 +memory int8\n");
    }
  }

  @Test
  void infoTellsWhatEachTowerTakesInEachPrecision() {
    Map<String, Object> info =
        cli().run("models", "info", "--json", weights(), "--config", config()).objects().getFirst();

    Map<?, ?> stored = (Map<?, ?>) Objects.requireNonNull(info.get("file_bytes"));
    Map<?, ?> memory = (Map<?, ?>) Objects.requireNonNull(info.get("memory_bytes"));
    assertThat(stored.keySet()).isEqualTo(memory.keySet());
    for (Object tower : memory.keySet()) {
      Map<?, ?> bytes = (Map<?, ?>) Objects.requireNonNull(memory.get(tower));
      long fp32 = ((Number) Objects.requireNonNull(bytes.get("fp32"))).longValue();
      long bf16 = ((Number) Objects.requireNonNull(bytes.get("bf16"))).longValue();
      long int8 = ((Number) Objects.requireNonNull(bytes.get("int8"))).longValue();
      assertThat(fp32).isGreaterThan(bf16);
      assertThat(bf16).isGreaterThan(int8);
      assertThat(((Number) Objects.requireNonNull(stored.get(tower))).longValue()).isEqualTo(fp32);
    }
  }

  @Test
  void convertRefusesWhatCantBe() {
    Path int8 = temp.resolve("int8.safetensors");
    convert(weights(), int8, "--precision", "int8", "--config", config());

    for (String[] args :
        new String[][] {
          {int8.toString(), "back.safetensors", "--precision", "fp32"},
          {int8.toString(), "back.safetensors", "--precision", "bf16"},
          {int8.toString(), "back.pth"},
          {weights(), "int8.pth", "--precision", "int8", "--config", config()},
          {weights(), "bf16.safetensors", "--precision", "bf16"}
        }) {
      Path to = temp.resolve(args[1]);
      args[1] = to.toString();
      Cli.Run run = cli().run(concat(new String[] {"models", "convert"}, args));
      assertThat(run.exitCode()).as(to.toString()).isNotZero();
      assertThat(run.err())
          .containsAnyOf("convert the checkpoint", "name it .safetensors", "add --config");
      assertThat(to).doesNotExist();
    }
    Path copy = temp.resolve("copy.safetensors");
    convert(int8.toString(), copy);
    assertThat(copy).hasSameBinaryContentAs(int8);
  }

  @Test
  void randomModelsArePackedAsConvertWould() {
    Path original = temp.resolve("original.safetensors");
    cli().run("models", "random", "--config", config(), "--out", original.toString());
    for (String precision : new String[] {"bf16", "int8"}) {
      Path converted = temp.resolve("converted-" + precision + ".safetensors");
      Path direct = temp.resolve("direct-" + precision + ".safetensors");
      convert(original.toString(), converted, "--precision", precision);
      Cli.Run run =
          cli()
              .run(
                  "models",
                  "random",
                  "--config",
                  config(),
                  "--precision",
                  precision,
                  "--out",
                  direct.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(direct).hasSameBinaryContentAs(converted);
    }
  }

  @Test
  void convertReplacesNothingUnlessToldTo() throws IOException {
    Path to = Files.writeString(temp.resolve("t.safetensors"), "precious");
    String[] args = {"models", "convert", weights(), to.toString(), "--config", config()};

    Cli.Run refused = cli().run(args);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--force");
    assertThat(to).hasContent("precious");
    assertThat(cli().run(concat(args, new String[] {"--force"})).exitCode()).isZero();
    assertThat(Files.size(to)).isGreaterThan(1_000_000);
  }

  @Test
  void randomModelsDependOnTheSeedOnlyAndWork() throws IOException {
    Path one = temp.resolve("one.safetensors");
    Path same = temp.resolve("same.safetensors");
    Path other = temp.resolve("other.safetensors");
    for (Path file : new Path[] {one, same}) {
      assertThat(
              cli()
                  .run("models", "random", "--config", config(), "--out", file.toString())
                  .exitCode())
          .isZero();
    }
    cli().run("models", "random", "--config", config(), "--out", other.toString(), "--seed", "2");

    assertThat(one).hasSameBinaryContentAs(same);
    assertThat(Files.mismatch(one, other)).isNotNegative();
    assertThat(vector(one.toString())).hasSize(32);
  }

  @Test
  void downloadPutsTheModelWhereItsNameFindsIt() throws Exception {
    byte[] model = Files.readAllBytes(Path.of(weights()));
    try (TestServer server = new TestServer(model)) {
      String url = server.url().toString();

      Cli.Run run = cli().run("models", "download", "imagebind_huge", "--url", url);

      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("CC-BY-NC-SA 4.0", "is recorded in");
      Path file = temp.resolve("cache/models/imagebind_huge.pth");
      assertThat(run.out()).isEqualTo(file + "\n");
      assertThat(file).hasBinaryContent(model);
      assertThat(
              cli()
                  .run(
                      "embed", "--model", "imagebind_huge", "--text", "a dog", "--config", config())
                  .exitCode())
          .isZero();

      Cli.Run again = cli().run("models", "download", "imagebind_huge", "--url", url);
      assertThat(again.exitCode()).isZero();
      assertThat(again.err()).contains("already there");
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void downloadWithAWrongHashLeavesNothing() throws Exception {
    try (TestServer server = new TestServer("PK\3\4 half".getBytes(StandardCharsets.UTF_8))) {
      Cli.Run run =
          cli()
              .run(
                  "models",
                  "download",
                  "imagebind_huge",
                  "--url",
                  server.url().toString(),
                  "--sha256",
                  "A".repeat(64));

      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err()).contains("not the expected one and was deleted");
      assertThat(temp.resolve("cache/models")).isEmptyDirectory();
    }
  }
}
