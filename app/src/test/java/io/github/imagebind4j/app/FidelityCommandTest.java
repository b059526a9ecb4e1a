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

class FidelityCommandTest {
  @TempDir private Path temp;

  private Cli.Run fidelity(String... args) {
    return new Cli(temp.resolve("cache"))
        .run(
            Stream.concat(
                    Stream.of(
                        "bench",
                        "fidelity",
                        "--model",
                        Goldens.file("models/tiny_a/weights.pth"),
                        "--config",
                        Goldens.file("models/tiny_a/config.json")),
                    Stream.of(args))
                .toArray(String[]::new));
  }

  private static List<? extends Map<?, ?>> results(Cli.Run run) {
    assertThat(run.objects()).hasSize(1);
    return Goldens.list(run.objects().getFirst(), "results").stream()
        .map(row -> (Map<?, ?>) row)
        .toList();
  }

  private static double number(Map<?, ?> row, String name) {
    return row.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Test
  void fp32AgainstItselfIsExact() {
    Cli.Run run =
        fidelity("--precision", "fp32", "--json", "--text", "a", "--text", "b", "--text", "c");

    assertThat(run.exitCode()).isZero();
    Map<?, ?> row = results(run).getFirst();
    assertThat(row.get("items")).isEqualTo(3);
    assertThat(number(row, "cosine_min")).isGreaterThan(1 - 1e-12);
    assertThat(number(row, "nearest_unchanged")).isOne();
    assertThat(number(row, "nearest_worst_loss")).isZero();
    assertThat(row.get("neighbours")).isEqualTo(2);
  }

  @Test
  void everyPrecisionAndModalityHasARowAndComesCloseToFp32() {
    Cli.Run run =
        fidelity(
            "--precision",
            "bf16,int8",
            "--json",
            Goldens.file("images/files"),
            Goldens.file("audio/files/chirp_16k_i16_5s.wav"),
            "--text",
            "a dog",
            "--text",
            "a car");

    assertThat(run.exitCode()).isZero();
    assertThat(results(run))
        .extracting(
            row -> row.get("precision") + " " + row.get("modality") + " " + row.get("items"))
        .containsExactlyInAnyOrder(
            "bf16 vision 29",
            "bf16 audio 1",
            "bf16 text 2",
            "int8 vision 29",
            "int8 audio 1",
            "int8 text 2");
    // A small random model is no measure of the real one, but a wrong formula shows in any.
    assertThat(results(run)).allMatch(row -> number(row, "cosine_min") > 0.9);
  }

  @Test
  void theTableHasARowForEach() {
    Cli.Run run = fidelity("--precision", "bf16", "--text", "a dog", "--text", "a car");

    assertThat(run.lines().getFirst()).startsWith("precision  modality").endsWith("same top 1");
    assertThat(run.lines().get(1)).startsWith("bf16       text").contains(" 2 ");
    assertThat(run.lines()).hasSize(2);
  }

  @Test
  void foldersAreWalkedAndOtherFilesPassedOver() throws IOException {
    Path folder = temp.resolve("photos");
    Files.createDirectories(folder.resolve(".hidden"));
    Files.createDirectories(folder.resolve("below"));
    Path image = Goldens.path("images/files/rgb.png");
    Files.copy(image, folder.resolve("below/b.png"));
    Files.copy(image, folder.resolve("a.dat"));
    Files.copy(image, folder.resolve(".hidden/no.png"));
    Files.writeString(folder.resolve("notes.txt"), "just a note");

    Cli.Run run = fidelity("--precision", "fp32", "--json", folder.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(results(run).getFirst().get("items")).isEqualTo(2);
    assertThat(run.err()).contains("2 media files; 1 others passed over");
  }

  @Test
  void aFileThatCantBeReadIsReportedOnceAndTheOthersCount() {
    Cli.Run run =
        fidelity("--precision", "fp32,bf16", "--json", "missing.jpg", "--text", "a", "--text", "b");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> line.contains("missing.jpg"))).hasSize(1);
    assertThat(run.objects().getFirst().get("failures")).isEqualTo(1);
    assertThat(results(run).getFirst().get("items")).isEqualTo(2);
  }

  @Test
  void nothingToCompareIsAnError() {
    Cli.Run run = fidelity("missing.jpg");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("missing.jpg").contains("none of the items");
    assertThat(run.out()).isEmpty();
  }
}
