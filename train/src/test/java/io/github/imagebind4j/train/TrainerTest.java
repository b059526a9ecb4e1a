package io.github.imagebind4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// A small training from files to a model, whole and in pieces.
class TrainerTest {
  private static final List<String> CLASSES = List.of("stripes", "checks", "dots");

  @TempDir static Path folder;

  @BeforeAll
  static void drawPictures() throws IOException {
    Random random = new Random(1);
    for (String split : List.of("train", "val")) {
      for (String label : CLASSES) {
        Path place = Files.createDirectories(folder.resolve(split).resolve(label));
        for (int i = 0; i < 12; i++) {
          BufferedImage picture = pattern(label, random);
          ImageIO.write(picture, "png", place.resolve(i + ".png").toFile());
          Path warm = Files.createDirectories(folder.resolve("warm-" + split).resolve(label));
          ImageIO.write(gray(pattern(label, random)), "png", warm.resolve(i + ".png").toFile());
        }
      }
    }
  }

  private static BufferedImage gray(BufferedImage picture) {
    BufferedImage gray = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    gray.getGraphics().drawImage(picture, 0, 0, null);
    return gray;
  }

  private static BufferedImage pattern(String label, Random random) {
    BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    int period = 6 + random.nextInt(5);
    int shift = random.nextInt(period);
    int ink = random.nextInt(0x808080);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 40; x++) {
        int a = Math.floorMod(x + shift, period);
        int b = Math.floorMod(y + shift, period);
        int half = period / 2;
        boolean dark =
            switch (label) {
              case "stripes" -> a < half;
              case "checks" -> (a < half) == (b < half);
              default -> (a - half) * (a - half) + (b - half) * (b - half) < half * half / 2;
            };
        picture.setRGB(x, y, dark ? ink : 0xffffff - random.nextInt(20));
      }
    }
    return picture;
  }

  private static final String RECIPE =
      """
      name: patterns
      seed: 3
      precision: fp32
      model:
        out_embed_dim: 16
        towers: [vision, text]
        vision_image_size: 32
        vision_embed_dim: 32
        vision_num_blocks: 2
        vision_num_heads: 2
        vision_stem: [[16, 4, 4, 0], [24, 3, 2, 0]]
        text_embed_dim: 24
        text_num_blocks: 2
        text_num_heads: 2
        text_vocab_size: 600
        text_context_length: 16
      cache: {short_side: 40}
      data:
        pictures: {folder: train, modality: vision, split: train}
        unseen: {folder: val, modality: vision, split: val}
      stages:
        - name: both
          pair: [vision, text]
          train: {vision: all, text: all}
          pairs: [{left: pictures, by: text, templates: ["{}", "a pattern of {}"]}]
          steps: STEPS
          batch: 18
          same_group: positive
          learning_rate: 0.003
          learn_temperature: true
          drop_path: 0.1
          augment: {vision: {min_scale: 0.6}}
          EMA
          checks: [{queries: unseen, templates: ["a pattern of {}"], every: 20}]
      """;

  /// A second stage: another sense, paired with pictures alone.
  private static final String SECOND_STAGE =
      """
        - name: warmth
          pair: [vision, thermal]
          train: {thermal: MODE}
          pairs: [{left: pictures, right: warm, by: label}]
          steps: 120
          batch: 18
          same_group: positive
          learning_rate: 0.003
          checks:
            - {queries: warm_unseen, templates: ["a pattern of {}"], every: 60}
            - {queries: warm_unseen, targets: unseen, every: 60}
      """;

  /// The second stage with all towers moving, true to texts because these are trained beside.
  private static final String BESIDE =
      SECOND_STAGE
          .replace("{thermal: MODE}", "{vision: all, text: all, thermal: all}")
          .replace("steps: 120", "BESIDE\n    steps: 120")
          .replace(
              "BESIDE",
              "beside: [{pair: [vision, text], pairs: [{left: pictures, by: text,"
                  + " templates: [\"a pattern of {}\"]}], batch: 12, same_group: positive}]");

  // The leading blanks are YAML's: the closing delimiter stands two to the left.
  private static final String THERMAL_TOWER =
      """
        thermal_image_size: 32
        thermal_embed_dim: 32
        thermal_num_blocks: 2
        thermal_num_heads: 2
        thermal_stem: [[16, 4, 4, 0], [24, 3, 2, 0]]
      """;

  private static final String WARM_DATA =
      """
        warm: {folder: warm-train, modality: thermal}
        warm_unseen: {folder: warm-val, modality: thermal}
      """;

  private static Recipe recipe(String name, int steps, String extra) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, RECIPE.replace("STEPS", "" + steps).replace("EMA", extra));
    return Recipe.read(file);
  }

  private static TrainOptions options(double saveSeconds) {
    return new TrainOptions(Optional.of(folder.resolve("cache")), 2, 2, saveSeconds);
  }

  @Test
  void learnsPatternsAndLeavesAModelThatEmbeds() throws IOException {
    Path run = folder.resolve("learns");
    List<TrainListener.Score> scores = new ArrayList<>();
    Path model =
        new Trainer(recipe("learns", 300, "patience: 0"), run, options(1000))
            .run(
                new TrainListener() {
                  @Override
                  public void check(Score score) {
                    scores.add(score);
                  }
                });
    assertThat(scores).hasSize(15);
    assertThat(scores.getFirst().chance()).isBetween(0.32, 0.34);
    assertThat(scores.getLast().recallAt1()).isGreaterThan(0.8);
    try (ImageBindModel loaded = ImageBindModel.load(model, null, Device.CPU, Precision.STORED)) {
      assertThat(loaded.config().outEmbedDim()).isEqualTo(16);
    }
    assertThat(Files.readString(run.resolve("report.html"))).contains("<svg").contains("both");
  }

  private static Recipe twoStages(String name, int steps, String second) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        RECIPE
                .replace("towers: [vision, text]", "towers: [vision, text, thermal]")
                .replace("  text_embed_dim", THERMAL_TOWER + "  text_embed_dim")
                .replace("  unseen:", WARM_DATA + "  unseen:")
                .replace("STEPS", "" + steps)
                .replace("EMA", "patience: 0")
            + second);
    return Recipe.read(file);
  }

  @Test
  void aSenseBoundToPicturesAloneIsFoundByText() throws IOException {
    Map<String, TrainListener.Score> last = new LinkedHashMap<>();
    Path run = folder.resolve("emergent");
    Path unused =
        new Trainer(
                twoStages("emergent", 200, SECOND_STAGE.replace("MODE", "all")), run, options(1000))
            .run(
                new TrainListener() {
                  @Override
                  public void check(Score score) {
                    last.put(score.name(), score);
                  }
                });
    assertThat(unused).exists();
    TrainListener.Score byText = Objects.requireNonNull(last.get("warm_unseen → class names"));
    assertThat(byText.recallAt1()).as("thermal by text, never paired").isGreaterThan(0.7);
    assertThat(Objects.requireNonNull(last.get("warm_unseen → unseen")).recallAt1())
        .as("thermal to pictures, paired")
        .isGreaterThan(0.7);
    requireUntouched(run);
  }

  /// Pictures varied anew in front of a frozen tower, and adapters: the model that is written has
  /// them merged into the matrices they belong to, and nothing else of the trunk moved.
  @Test
  void adaptersAreMergedIntoTheModelThatIsWritten() throws IOException {
    String stages =
        RECIPE.replace("STEPS", "3").replace("EMA", "patience: 0")
            + """
              - name: adapted
                pair: [vision, text]
                train: {vision: frozen_varied, text: lora}
                lora: {rank: 2, alpha: 4}
                pairs: [{left: pictures, by: text, templates: ["{}"]}]
                steps: 4
                batch: 18
            """;
    Path file = folder.resolve("adapted.yaml");
    Files.writeString(file, stages);
    Path run = folder.resolve("adapted");
    Path model = new Trainer(Recipe.read(file), run, options(1000)).run(TrainListener.SILENT);
    assertThat(model).exists();
    try (Checkpoint before = Checkpoint.open(run.resolve("1-both").resolve("model.safetensors"));
        Checkpoint after = Checkpoint.open(run.resolve("2-adapted").resolve("model.safetensors"))) {
      assertThat(after.names()).containsExactlyElementsOf(before.names());
      for (String name : before.names()) {
        boolean same = before.tensor(name).toFloatArray().equals(after.tensor(name).toFloatArray());
        boolean matrix = name.matches(".*(_proj_weight|_proj.weight|fc[12].weight)");
        boolean adapted = name.startsWith("modality_trunks.text.") && matrix;
        boolean head = name.startsWith("modality_heads.text.");
        assertThat(same).as(name).isEqualTo(!adapted && !head);
      }
    }
  }

  @Test
  void aPictureThatCannotBeDecodedIsToldAndLeftOut() throws IOException {
    Path bad = Files.createDirectories(folder.resolve("bad").resolve("stripes"));
    Files.writeString(bad.resolve("broken.png"), "nonsense");
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        RECIPE
            .replace("STEPS", "2")
            .replace("EMA", "patience: 0")
            .replace("folder: train", "folder: [train, bad]"));
    List<String> told = new ArrayList<>();
    Path model =
        new Trainer(Recipe.read(file), folder.resolve("with-bad"), options(1000))
            .run(
                new TrainListener() {
                  @Override
                  public void undecodable(String id, String message) {
                    told.add(id);
                  }
                });
    assertThat(model).exists();
    assertThat(told).singleElement().asString().contains("broken.png");
  }

  /// What a stage does not train it leaves alone, bit for bit.
  private static void requireUntouched(Path run) {
    try (Checkpoint before = Checkpoint.open(run.resolve("1-both").resolve("model.safetensors"));
        Checkpoint after = Checkpoint.open(run.resolve("2-warmth").resolve("model.safetensors"))) {
      for (String name : before.names()) {
        boolean same = before.tensor(name).toFloatArray().equals(after.tensor(name).toFloatArray());
        boolean trained = name.contains(".thermal.") && !name.endsWith("log_logit_scale");
        assertThat(same).as(name).isEqualTo(!trained);
      }
    }
  }

  @Test
  void withTextsTrainedBesideATowerThatMovesIsStillFoundByThem() throws IOException {
    String checked =
        BESIDE.replace(
            "checks:",
            "checks:\n      - {queries: unseen, templates: [\"a pattern of {}\"], every: 60}");
    Map<String, Double> last = new LinkedHashMap<>();
    Path run = folder.resolve("beside");
    Path _ =
        new Trainer(twoStages("beside", 200, checked), run, options(1000))
            .run(
                new TrainListener() {
                  @Override
                  public void check(Score score) {
                    last.put(score.name(), score.recallAt1());
                  }
                });
    assertThat(last).hasSize(3).allSatisfy((name, r) -> assertThat(r).as(name).isGreaterThan(0.7));
    assertThat(lines(run).getLast().get("beside_losses")).isNull(); // a check's line
    assertThat(lines(run).stream().filter(line -> line.containsKey("beside_losses"))).hasSize(120);
  }

  @Test
  void stoppedWithSeveralPairingsItGoesOnAsIfItHadNot() throws IOException {
    Recipe recipe = twoStages("resumed-beside", 6, BESIDE.replace("steps: 120", "steps: 14"));
    Path whole = folder.resolve("whole-beside");
    Path parts = folder.resolve("parts-beside");
    Path expected = new Trainer(recipe, whole, options(1000)).run(TrainListener.SILENT);
    for (int stop : new int[] {8, 11}) {
      assertThatThrownBy(() -> new Trainer(recipe, parts, options(1e-9)).run(stopAt(stop)))
          .isInstanceOf(Stopped.class);
    }
    Path actual = new Trainer(recipe, parts, options(1e-9)).run(TrainListener.SILENT);
    assertThat(lines(parts)).isEqualTo(lines(whole));
    requireSameWeights(actual, expected);
  }

  @Test
  void stoppedAnywhereItGoesOnAsIfItHadNot() throws IOException {
    Recipe recipe = recipe("resumed", 26, "ema: 0.9");
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    Path expected = new Trainer(recipe, whole, options(1000)).run(TrainListener.SILENT);
    for (int stop : new int[] {7, 8, 19}) {
      assertThatThrownBy(() -> new Trainer(recipe, parts, options(1e-9)).run(stopAt(stop)))
          .isInstanceOf(Stopped.class);
    }
    Path actual = new Trainer(recipe, parts, options(1e-9)).run(TrainListener.SILENT);
    assertThat(lines(parts)).isEqualTo(lines(whole));
    requireSameWeights(actual, expected);
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static TrainListener stopAt(int step) {
    return new TrainListener() {
      @Override
      public void step(Metrics metrics) {
        if (metrics.step() == step) {
          throw new Stopped();
        }
      }
    };
  }

  /// Without the times, all numbers to the last bit.
  private static List<Map<String, Object>> lines(Path run) throws IOException {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      Map<String, Object> values = new LinkedHashMap<>(JSON.std.mapFrom(line));
      values.remove("seconds");
      values.remove("waited");
      lines.add(values);
    }
    return lines;
  }

  private static void requireSameWeights(Path actual, Path expected) {
    try (Checkpoint a = Checkpoint.open(actual);
        Checkpoint b = Checkpoint.open(expected)) {
      for (String name : b.names()) {
        assertThat(a.tensor(name).toFloatArray()).as(name).isEqualTo(b.tensor(name).toFloatArray());
      }
    }
  }

  @Test
  void aFolderOfAnotherRecipeIsRefused() throws IOException {
    Path run = folder.resolve("other");
    Files.createDirectories(run);
    Files.writeString(run.resolve("recipe.yaml"), "name: other\n");
    Trainer trainer = new Trainer(recipe("another", 5, "ema: 0"), run, options(1000));
    assertThatThrownBy(() -> trainer.run(TrainListener.SILENT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("begun with another recipe");
  }

  @Test
  void aDamagedStateIsRefused() throws IOException {
    Path run = folder.resolve("damaged");
    Recipe recipe = recipe("damaged", 9, "ema: 0");
    assertThatThrownBy(() -> new Trainer(recipe, run, options(1e-9)).run(stopAt(4)))
        .isInstanceOf(Stopped.class);
    Files.writeString(run.resolve("1-both").resolve("state.safetensors"), "nonsense");
    assertThatThrownBy(() -> new Trainer(recipe, run, options(1e-9)).run(TrainListener.SILENT))
        .isInstanceOf(CheckpointException.class);
  }
}
