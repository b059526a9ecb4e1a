package io.github.imagebind4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.train.data.Augmentations;
import io.github.imagebind4j.train.data.ItemSource;
import io.github.imagebind4j.train.data.MediaFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a recipe may say, and how it hears of what it may not.
class RecipeTest {
  private static final String GOOD =
      """
      name: small
      model: {out_embed_dim: 8, towers: [vision, audio]}
      data:
        all: {manifest: items.csv}
      stages:
        - pair: [vision, audio]
          preset: audioset
          train: {audio: all}
          pairs: [{left: all, right: all, by: natural}]
      """;

  @TempDir Path folder;

  private Recipe read(String yaml) throws IOException {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(file, yaml);
    return Recipe.read(file);
  }

  @Test
  void presetsAreThePapersTable9() throws IOException {
    Stage stage = read(GOOD).stages().getFirst();
    assertThat(stage.name()).isEqualTo("vision-audio");
    assertThat(stage.peak()).isEqualTo(1.6e-3);
    assertThat(stage.hyper().weightDecay()).isEqualTo(0.2);
    assertThat(stage.hyper().beta2()).isEqualTo(0.95);
    assertThat(stage.batch().size()).isEqualTo(2048);
    assertThat(stage.length().epochs()).isEqualTo(64);
    assertThat(stage.warmup()).isEqualTo(2 / 64.0, within(1e-12));
    assertThat(stage.dropPath()).isEqualTo(0.1);
    assertThat(stage.temperature()).hasValue(0.05);
    assertThat(stage.augment()).isEqualTo(Augmentations.BASIC);
    assertThat(stage.mode(Modality.AUDIO)).isEqualTo(TrainMode.ALL);
    assertThat(stage.mode(Modality.VISION)).isEqualTo(TrainMode.FROZEN);
  }

  @Test
  void whatAStageSaysGoesBeforeItsPreset() throws IOException {
    Stage stage =
        read(GOOD.replace("preset: audioset", "preset: sun\n    batch: 64")).stages().getFirst();
    assertThat(stage.batch().size()).isEqualTo(64);
    assertThat(stage.augment()).isEqualTo(Augmentations.STRONG);
  }

  @Test
  void aStageMayTrainOtherPairsBeside() throws IOException {
    String beside =
        "beside: [{pair: [vision, audio], pairs: [{left: all, right: all, by: label}], batch: 12}]";
    Stage stage = read(GOOD.replace("preset: audioset", beside)).stages().getFirst();

    assertThat(stage.pairings()).hasSize(2);
    assertThat(stage.pairings().getFirst().pairs()).isEqualTo(stage.pairs());
    assertThat(stage.pairings().getLast()).isEqualTo(stage.beside().getFirst());
    assertThat(stage.beside().getFirst().size()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preset: audioset | preset: imagenet | there is no preset 'imagenet'; choose of [none, audioset",
        "preset: audioset | presett: audioset | unknown name 'presett'; the known ones are",
        "train: {audio: all} | train: {audio: most} | audio must be one of frozen, frozen_varied, all, head, lora, got most",
        "train: {audio: all} | train: {vision: frozen} | trains nothing; say e.g. train: {audio: all}",
        "by: natural | by: chance | by must be natural, label or text, got chance",
        "pair: [vision, audio] | pair: [vision] | needs pair: [left, right]",
        "manifest: items.csv | split: train | needs manifest, folder or shards",
        "out_embed_dim: 8 | out_embed_dim: 0 | out_embed_dim must be a whole number",
        "name: small | seed: 4 | needs name",
        "preset: audioset | warmup: 1 | is a part of its steps, 0 to below 1",
        "name: small | name: ../small | become folders",
        "{manifest: items.csv} | {manifest: items.csv, formats: {imu: {acceleration: kg}}} | must be ms2 or g, got kg",
        "preset: audioset | begin: {audio: vision} | audio can't begin as vision",
        "left: all, right | left: none, right | asks for data 'none', but there is only [all]",
        "pair: [vision, audio] | pair: [audio, vision] | vision has no logit scale",
        "pair: [vision, audio] | pair: [vision, depth] | this model has no depth tower",
        "preset: audioset | temperature: 0 | must be positive, got 0.0",
        "preset: audioset | batch: 1 | at least two pairs",
        "preset: audioset | picture_sizes: {early: 96} | picture_sizes must be parts and sides",
        "preset: audioset | beside: [{pair: [vision, audio], pairs: [{left: none, by: text}]}] | asks for data 'none'",
        "preset: audioset | beside: [{pair: [vision, depth], pairs: [{left: all, right: all}]}] | has no depth tower",
        "preset: audioset | beside: [{pair: [audio, vision], pairs: [{left: all, right: all}]}] | vision has no logit scale",
        "preset: audioset | beside: [{pair: [vision, audio]}] | needs pairs",
        "preset: audioset | beside: [{pair: [vision, audio], pairs: [{left: all, right: all}], batch: 1}] | a batch of at least two",
        "preset: audioset | beside: [{pair: [vision, audio], pairs: [{left: all, right: all}], steps: 3}] | unknown name 'steps'",
        "preset: audioset | beside: [{pair: [vision, audio], pairs: [{left: all, right: all}], temperature: 0}] | must be positive, got 0.0",
        "preset: audioset | steps: soon | steps must be a whole number, got soon",
      })
  void saysWhatIsWrong(String good, String bad, String message) {
    assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void dataSaysWhatItsNumbersMean() throws IOException {
    String formats =
        "all: {manifest: items.csv, formats: {imu: {rate: 50, acceleration: g, rotation: deg},"
            + " depth: {unit: m, focal_length: 400}, thermal: {low: 10, high: 90}}}";
    Recipe recipe = read(GOOD.replace("all: {manifest: items.csv}", formats));
    assertThat(recipe.data().firstEntry().getValue().sources())
        .singleElement()
        .satisfies(source -> {
          MediaFormats stored = ((ItemSource.Manifest) source).format().formats();
          assertThat(stored.imu().sampleRateHz()).isEqualTo(50);
          assertThat(stored.imu().acceleration()).isEqualTo(ImuFormat.Acceleration.G);
          assertThat(stored.imu().rotation()).isEqualTo(ImuFormat.Rotation.DEGREES_PER_SECOND);
          assertThat(stored.depth().unit()).isEqualTo(DepthFormat.Unit.METRES);
          assertThat(stored.depth().focalLengthPx()).isEqualTo(400);
          assertThat(stored.thermal()).isEqualTo(ThermalFormat.fixed(10, 90));
        });
  }

  @Test
  void aRecipeIsDataOnly() {
    assertThatThrownBy(() -> read("!!java.net.URL [\"http://localhost\"]\n"))
        .isInstanceOf(ConfigException.class);
    String bomb = "a: &a [x]\n" + "b: [*a".concat(", *a".repeat(200)) + "]\n";
    assertThatThrownBy(() -> read(bomb))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not YAML");
    assertThatThrownBy(() -> read("name: a\nname: b\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not YAML");
    assertThatThrownBy(() -> read("- 1\n")).hasMessageContaining("must be a mapping");
  }

  @Test
  void theRateRisesInALineAndFallsInACosine() {
    LearningRate rate = new LearningRate(2, 10, 110, 0.1);
    assertThat(rate.at(1)).isEqualTo(0.2, within(1e-12));
    assertThat(rate.at(10)).isEqualTo(2, within(1e-12));
    assertThat(rate.at(60)).isEqualTo(2 * (0.1 + 0.9 * 0.5), within(1e-12));
    assertThat(rate.at(110)).isEqualTo(0.2, within(1e-12));
  }
}
