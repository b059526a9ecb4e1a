package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That everything is measured and said; how fast it was says nothing about the code.
class BenchCommandTest {
  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp.resolve("cache"));
  }

  /// The shortest measurement of a random model of the goldens' small size.
  private Cli.Run tinyRandom(String... args) {
    return cli()
        .run(
            Stream.concat(
                    Stream.of(
                        "bench",
                        "--config",
                        Goldens.file("models/tiny_a/config.json"),
                        "--work",
                        temp.toString(),
                        "--runs",
                        "1",
                        "--seconds",
                        "0"),
                    Stream.of(args))
                .toArray(String[]::new));
  }

  private static List<? extends Map<?, ?>> points(Map<String, Object> report) {
    return Goldens.list(report, "points").stream().map(point -> (Map<?, ?>) point).toList();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.toList();
    }
  }

  @Test
  void jsonHasAPointForEachPrecisionInputAndBatchInThisOrder() {
    Cli.Run run =
        tinyRandom(
            "--json",
            "--precision",
            "fp32",
            "--modality",
            "text,imu",
            "--words",
            "2,9",
            "--batch",
            "1,3");

    assertThat(run.exitCode()).isZero();
    Map<String, Object> report = run.objects().getFirst();
    assertThat(run.objects()).hasSize(1);
    assertThat(report.get("format")).isEqualTo("imagebind4j-bench/1");
    assertThat(points(report))
        .extracting(point -> point.get("input") + " x" + point.get("batch"))
        .containsExactly(
            "text, 2 words x1",
            "text, 2 words x3",
            "text, 9 words x1",
            "text, 9 words x3",
            "imu x1",
            "imu x3");
    assertThat(points(report)).allMatch(point -> "fp32".equals(point.get("precision")));
  }

  @Test
  void aPointHoldsTimesArithmeticAndTheCeilingsBeforeAndAfter() {
    Map<?, ?> point =
        points(
                tinyRandom("--json", "--precision", "fp32", "--modality", "depth", "--batch", "2")
                    .objects()
                    .getFirst())
            .getFirst();

    for (String positive :
        List.of(
            "open_seconds",
            "first_seconds",
            "p50_seconds",
            "p95_seconds",
            "items_per_second",
            "flops_reference",
            "flops_done",
            "flops_per_second",
            "share_of_ceiling")) {
      assertThat(point.get(positive))
          .as(positive)
          .isInstanceOfSatisfying(
              Number.class, number -> assertThat(number.doubleValue()).isPositive());
    }
    assertThat(point.get("runs")).isEqualTo(1);
    assertThat(point.get("item_shape")).isEqualTo(List.of(1, 224, 224));
    // Width 32 in and out of the MLP, before and after.
    assertThat(Goldens.list(point, "ceilings"))
        .extracting(ceiling -> String.valueOf(((Map<?, ?>) ceiling).get("product")))
        .containsExactly("2048x32x128", "2048x128x32", "2048x32x128", "2048x128x32");
  }

  @Test
  void theMachineIsDescribedSoThatAReaderCanJudge() {
    Map<String, Object> report =
        tinyRandom("--json", "--modality", "imu", "--batch", "1").objects().getFirst();

    assertThat(Goldens.map(report, "machine").keySet())
        .extracting(String::valueOf)
        .contains("cpu", "instruction_sets", "processors", "threads", "memory_bytes", "libtorch");
    assertThat(report).containsKeys("load_average_before", "load_average_after");
  }

  @Test
  void theTableHasALineAPointAndASentenceAnInput() {
    Cli.Run run = tinyRandom("--precision", "fp32", "--modality", "imu,thermal", "--batch", "1,2");

    assertThat(run.exitCode()).isZero();
    assertThat(run.lines().stream().filter(line -> line.matches("fp32 +(imu|thermal) .*")))
        .hasSize(4);
    assertThat(run.out()).contains("imu: fastest in fp32").contains("thermal: fastest in fp32");
    assertThat(run.out()).contains("of ceiling");
  }

  @Test
  void autoIsMeasuredAsWhatItStandsFor() {
    Cli.Run run = tinyRandom("--json", "--precision", "auto", "--modality", "imu", "--batch", "1");

    assertThat(points(run.objects().getFirst()).getFirst().get("precision")).isIn("bf16", "fp32");
  }

  @Test
  void aVideoIsFifteenClipsOfVision() {
    Cli.Run run = tinyRandom("--json", "--modality", "video", "--batch", "1");

    Map<?, ?> point = points(run.objects().getFirst()).getFirst();
    assertThat(point.get("modality")).isEqualTo("vision");
    assertThat(point.get("item_shape")).isEqualTo(List.of(15, 3, 2, 224, 224));
  }

  @Test
  void theRandomModelHasOnlyTheTowersInUseAndIsDeleted() throws IOException {
    Cli.Run run = tinyRandom("--json", "--modality", "imu", "--batch", "1");

    assertThat(run.err()).contains("making a model of random weights", "deleted afterwards");
    assertThat(left()).isEmpty();
    Map<?, ?> model = Goldens.map(run.objects().getFirst(), "model");
    assertThat(model.get("random_weights")).isEqualTo(true);
    assertThat((Integer) model.get("parameters")).isLessThan(100_000);
  }

  @Test
  void aKeptRandomModelIsWholeAndCanBeUsedAgain() throws IOException {
    Cli.Run run = tinyRandom("--modality", "imu", "--batch", "1", "--keep");

    assertThat(run.exitCode()).isZero();
    Path model = left().getFirst().resolve("random.safetensors");
    assertThat(run.err()).contains(model.toString());
    Cli.Run again =
        cli()
            .run(
                "bench",
                "--model",
                model.toString(),
                "--modality",
                "text",
                "--words",
                "1",
                "--batch",
                "1",
                "--runs",
                "1",
                "--seconds",
                "0");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("text, 1 word");
  }

  @Test
  void aModelOfTheUsersIsMeasuredWhereItIs() {
    Cli.Run run =
        cli()
            .runTiny("bench", "--modality", "imu", "--batch", "1", "--runs", "1", "--seconds", "0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("weights.pth");
    assertThat(run.err()).doesNotContain("random");
  }

  @Test
  void aModelWithoutTheModalitySaysWhatItHas() throws IOException {
    Cli.Run run = tinyRandom("--modality", "smell");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no smell tower").contains("vision");
    assertThat(left()).isEmpty();
  }

  @Test
  void aFullDiskIsSeenBeforeAnythingIsWritten() throws IOException {
    // 2^20 wide: petabytes.
    Path config =
        Files.writeString(
            temp.resolve("vast.json"),
            "{\"towers\": [\"text\"], \"text_embed_dim\": 1048576, \"text_num_heads\": 16,"
                + " \"text_num_blocks\": 1000}");

    Cli.Run run = cli().run("bench", "--config", config.toString(), "--work", temp.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("not enough disk space").contains("--work");
    assertThat(left()).containsExactly(config);
  }

  @Test
  void aWorkFolderThatIsNotThereIsNamed() {
    Cli.Run run = cli().run("bench", "--work", temp.resolve("nowhere").toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("no such folder").contains("--work");
  }

  @Test
  void textsThatDoNotFitTheModelAreAUsageError() throws IOException {
    Cli.Run run = tinyRandom("--modality", "text", "--words", "76");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("from 1 to 75");
    assertThat(left()).isEmpty();
  }
}
