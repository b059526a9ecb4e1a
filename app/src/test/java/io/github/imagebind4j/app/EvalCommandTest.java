package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeADataset() throws IOException {
    StringBuilder csv = new StringBuilder("id,modality,path,class,caption,split,pair_id\n");
    List<String> pictures =
        List.of("rgb.png", "l.png", "la.png", "rgba.png", "palette.png", "jpeg_420.jpg");
    List<Path> files = new ArrayList<>();
    try (var list = Files.list(Goldens.path("images/files"))) {
      list.filter(f -> f.toString().endsWith(".png") || f.toString().endsWith(".jpg"))
          .sorted()
          .limit(pictures.size())
          .forEach(files::add);
    }
    for (int i = 0; i < files.size(); i++) {
      String name = i + "-" + files.get(i).getFileName();
      Files.copy(files.get(i), temp.resolve(name));
      String split = i < 3 ? "test" : "train";
      csv.append("v").append(i).append(",image,").append(name);
      csv.append(i % 2 == 0 ? ",cat,," : ",dog,,")
          .append(split)
          .append(",p")
          .append(i)
          .append("\n");
      csv.append("c").append(i).append(",text,,,caption ").append(i).append(",").append(split);
      csv.append(",p").append(i).append("\n");
    }
    Files.copy(Goldens.path("audio/files/chirp_16k_i16_5s.wav"), temp.resolve("s.wav"));
    csv.append("s,audio,s.wav,cat,,test,\n");
    Files.writeString(temp.resolve("manifest.csv"), csv.toString());
  }

  private Cli.Run eval(String... args) {
    List<String> all = new ArrayList<>(List.of("eval", args[0], temp.toString()));
    all.addAll(
        List.of(
            "--model",
            Goldens.file("models/tiny_a/weights.pth"),
            "--config",
            Goldens.file("models/tiny_a/config.json")));
    all.addAll(List.of(args).subList(1, args.length));
    return new Cli(temp.resolve("home")).run(all.toArray(String[]::new));
  }

  private static List<Map<?, ?>> results(Cli.Run run, String key) {
    List<Map<?, ?>> maps = new ArrayList<>();
    for (Object one : Goldens.list(run.objects().getFirst(), key)) {
      maps.add((Map<?, ?>) one);
    }
    return maps;
  }

  @Test
  void zeroShotHasARowForEachModality() {
    Cli.Run run = eval("zero-shot", "--split", "test");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).startsWith("dataset").contains("top-1", "per class", "chance");
    assertThat(run.lines().get(1)).contains("vision", "photo", "50.0 %");
    assertThat(run.lines().get(2)).contains("audio", "sound", "100.0 %"); // its only class
  }

  @Test
  void aSecondRunEmbedsNothingAgainAndGivesTheSame() {
    Cli.Run first = eval("zero-shot", "--split", "test", "--json");
    Cli.Run second = eval("zero-shot", "--split", "test", "--json");

    assertThat(first.err()).contains("7 items, 0 of them embedded before");
    assertThat(second.err()).contains("7 items, 7 of them embedded before");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(temp.resolve("home/eval.embeddings")).exists();
  }

  @Test
  void retrievalGoesBothWaysAtBothLevels() {
    Cli.Run run = eval("retrieval", "--from", "text", "--to", "image", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(results(run, "retrieval"))
        .extracting(r -> r.get("from") + " " + r.get("to") + " " + r.get("level"))
        .containsExactly("text vision instance", "vision text instance");
    assertThat(results(run, "retrieval").getFirst().get("queries")).isEqualTo(6);
  }

  @Test
  void everyTwoModalitiesAreTriedWithoutSides() {
    Cli.Run run = eval("retrieval", "--json");

    assertThat(results(run, "retrieval"))
        .extracting(r -> r.get("from") + " " + r.get("to") + " " + r.get("level"))
        .containsExactly(
            "vision text instance",
            "text vision instance",
            "vision audio class",
            "audio vision class");
  }

  @Test
  void theProbeDrawsFromAnotherSplit() {
    Cli.Run run =
        eval("probe", "--split", "test", "--train-split", "train", "--shots", "1,all", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<?, ?> probe = results(run, "probes").getFirst();
    assertThat(probe.get("train_items")).isEqualTo(3);
    assertThat(Goldens.list(probe, "rows")).hasSize(4);
  }

  @Test
  void emergenceMarksWhatWasTrained() throws IOException {
    Path recipe = Files.writeString(temp.resolve("r.yaml"), "trained_pairs: [[vision, audio]]\n");
    Path page = temp.resolve("page.html");

    Cli.Run run =
        eval("emergence", "--trained", recipe.toString(), "--json", "--html", page.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<?, ?> matrix = results(run, "emergence").getFirst();
    assertThat(Goldens.list(matrix, "cells"))
        .extracting(cell -> ((Map<?, ?>) cell).get("from") + " " + ((Map<?, ?>) cell).get("status"))
        .contains("vision trained", "audio trained", "text emergent", "audio emergent");
    assertThat(page).content().contains("emergent alignment").doesNotContain("http");
    assertThat(eval("emergence").out()).contains("trained on audio-vision, depth-vision");
  }

  @Test
  void theRecipeThatTrainedAModelTellsItsPairs() throws IOException {
    String stages =
        "name: r\nstages: [{pair: [vision, text], steps: 1}, {pair: [vision, audio]}]\n";
    Path recipe = Files.writeString(temp.resolve("r.yaml"), stages);
    Path other = Files.writeString(temp.resolve("o.yaml"), "name: r\n");

    assertThat(eval("emergence", "--trained", recipe.toString()).out())
        .contains("trained on audio-vision, text-vision\n");
    assertThat(eval("emergence", "--trained", other.toString()).err())
        .contains("neither a list 'trained_pairs'");
  }

  @Test
  void anItemThatCantBeReadIsReportedAndTheOthersCount() throws IOException {
    Files.writeString(temp.resolve("s.wav"), "no sound");

    Cli.Run run = eval("zero-shot", "--split", "test", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_FAILED);
    assertThat(run.err()).contains("error: s: ");
    assertThat(run.objects().getFirst().get("failures")).isEqualTo(1);
    assertThat(results(run, "zero_shot")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "zero-shot, --layout=coco, there is no layout",
    "zero-shot, --layout=esc-50, no such folder",
    "zero-shot, --split=other, check --split",
    "zero-shot, --classes=cow, no class 'cow'",
    "zero-shot, --limit=0, --limit must be at least 1",
    "zero-shot, --templates=none, there are no templates 'none'",
    "retrieval, --from=text, go together",
    "probe, --train-split=none, check --split",
    "emergence, --trained=vision, a trained pair is written like",
  })
  void whatMakesNoSenseIsRefusedWithAReason(String command, String option, String message) {
    Cli.Run run = eval(command, option);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void classesMayComeFromAFileWithTheirWords() throws IOException {
    Path classes = Files.writeString(temp.resolve("c.txt"), "cat = kitten, tom cat\n\ndog\n");

    Cli.Run run = eval("zero-shot", "--split", "test", "--classes", classes.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines().get(1)).contains("vision");
  }
}
