package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.embedding.Embedder.Embedded;
import io.github.imagebind4j.embedding.Embedder.Failed;
import io.github.imagebind4j.embedding.Embedder.Outcome;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.preprocess.DepthProfile;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From files to embeddings, against the reference's own outputs for the same files.
class ImageBindTest {

  private static ImageBindOptions options(String model) {
    byte[] json = Goldens.bytes("models/" + model + "/config.json");
    return ImageBindOptions.defaults()
        .withConfig(ModelConfig.fromJson(new String(json, StandardCharsets.UTF_8)));
  }

  private static ImageBind open(String model) {
    return ImageBind.load(Goldens.path("models/" + model + "/weights.pth"), options(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_a", "tiny_b"})
  void embedsTextsImagesAndSoundsAsTheReferenceDoes(String name) {
    Map<String, Object> example = example(name);
    try (ImageBind model = open(name)) {
      List<Embedding> texts = embed(model, example, "texts", Input::text);
      List<Embedding> images =
          embed(model, example, "images", file -> Input.image(Goldens.path(file)));
      List<Embedding> sounds =
          embed(model, example, "audio", file -> Input.audio(Goldens.path(file)));
      // Text and lossless pictures are exact; a mel's noise-floor bins differ between float and
      // double by up to 0.3.
      close(example, "text", texts, 1e-5);
      close(example, "vision", images, 1e-5);
      close(example, "audio", sounds, 1e-4);
      table(example, "vision_x_text", images, texts);
      table(example, "audio_x_text", sounds, texts);
      table(example, "vision_x_audio", images, sounds);
    }
  }

  private static Map<String, Object> example(String name) {
    for (Object each :
        Goldens.list(Goldens.json("logits/logits.json").getOrDefault("examples", ""))) {
      Map<String, Object> example = Goldens.map(each);
      if (name.equals(example.get("config"))) {
        return example;
      }
    }
    throw new AssertionError("no golden for " + name);
  }

  private static List<Embedding> embed(
      ImageBind model, Map<String, Object> example, String key, Function<String, Input> input) {
    List<Input> inputs = new ArrayList<>();
    Goldens.list(example.getOrDefault(key, ""))
        .forEach(each -> inputs.add(input.apply(String.valueOf(each))));
    return model.embed(inputs);
  }

  private static void close(
      Map<String, Object> example, String modality, List<Embedding> actual, double tolerance) {
    List<Object> rows = Goldens.list(Goldens.map(example, "embeddings").getOrDefault(modality, ""));
    for (int i = 0; i < rows.size(); i++) {
      List<Object> row = Goldens.list(rows.get(i));
      float[] vector = actual.get(i).vector();
      double difference = 0;
      double norm = 0;
      for (int k = 0; k < vector.length; k++) {
        double expected = Goldens.number(row.get(k));
        difference += Math.pow(expected - vector[k], 2);
        norm += expected * expected;
      }
      double off = Math.sqrt(difference / norm);
      System.out.printf("%s %s %d: off by %.2g%n", example.get("config"), modality, i, off);
      assertThat(off).as(modality + " " + i).isLessThan(tolerance);
    }
  }

  private static void table(
      Map<String, Object> example, String key, List<Embedding> rows, List<Embedding> columns) {
    double[][] cosine = Similarity.cosineTable(rows, columns);
    double[][] softmax = Similarity.softmaxTable(rows, columns);
    List<Object> expectedCosine =
        Goldens.list(Goldens.map(example, "cosine").getOrDefault(key, ""));
    List<Object> expectedSoftmax = Goldens.list(example.getOrDefault(key, ""));
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        double expected = Goldens.number(Goldens.list(expectedCosine.get(r)).get(c));
        assertThat(cosine[r][c]).as(key + " cosine").isCloseTo(expected, within(1e-4));
        expected = Goldens.number(Goldens.list(expectedSoftmax.get(r)).get(c));
        assertThat(softmax[r][c]).as(key + " softmax").isCloseTo(expected, within(1e-3));
      }
    }
  }

  @Test
  void aBadFileDoesNotHoldUpTheOthersOfItsBatch() {
    try (ImageBind model = open("tiny_a")) {
      byte[] text = "this is no picture".getBytes(StandardCharsets.UTF_8);
      List<Input> inputs =
          List.of(
              Input.text("a dog"),
              new Input.Image(MediaSource.of(text, "text.jpg")),
              Input.image(Goldens.path("images/files/rgb.png")),
              Input.audio(Path.of("nowhere.wav")),
              new Input.Video(MediaSource.of(new byte[0], "empty.mp4")),
              Input.raw(Modality.IMU, FloatArray.wrap(filled(12000, Float.NaN), 6, 2000)),
              Input.raw(Modality.DEPTH, FloatArray.wrap(new float[4], 1, 2, 2)),
              Input.raw(Modality.of("touch"), FloatArray.wrap(new float[4], 4)),
              Input.text("a bird"));
      List<Outcome> outcomes = model.tryEmbed(inputs);
      assertThat(outcomes).extracting(Outcome::input).isEqualTo(inputs);
      assertThat(outcomes)
          .extracting(outcome -> outcome instanceof Embedded)
          .containsExactly(true, false, true, false, false, false, false, false, true);
      assertThat(reason(outcomes.get(1))).contains("text.jpg");
      assertThat(reason(outcomes.get(3))).contains("no such file: nowhere.wav");
      assertThat(reason(outcomes.get(4))).contains("empty.mp4");
      assertThat(reason(outcomes.get(5))).contains("NaN");
      assertThat(reason(outcomes.get(6))).contains("expected [B, 1, 224, 224], got [1, 1, 2, 2]");
      assertThat(reason(outcomes.get(7))).contains("no touch tower");
      assertThatThrownBy(() -> model.embed(inputs)).isInstanceOf(MediaException.class);
    }
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Failed failed ? String.valueOf(failed.reason().getMessage()) : "";
  }

  @Test
  void theBatchSizeChangesNothingThatMatters() {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      inputs.add(Input.text("text number " + i));
      inputs.add(Input.image(Goldens.path("images/files/rgb.png")));
    }
    inputs.add(Input.video(Goldens.path("video/files/short_226x224_2997.mp4")));
    try (ImageBind one = open("tiny_a");
        ImageBind five =
            ImageBind.load(
                Goldens.path("models/tiny_a/weights.pth"), options("tiny_a").withBatchSize(5))) {
      List<Embedding> a = one.embed(inputs);
      List<Embedding> b = five.embed(inputs);
      for (int i = 0; i < a.size(); i++) {
        assertThat(a.get(i).cosine(b.get(i))).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void theSameInputGivesExactlyTheSameVectorAgain() {
    try (ImageBind model = open("tiny_b")) {
      Input sound = Input.audio(Goldens.path("audio/files/chirp_16k_i16_5s.wav"));
      assertThat(model.embed(sound)).isEqualTo(model.embed(sound));
    }
  }

  @Test
  void anotherRecipeOfPreprocessingIsAnotherSpace() {
    PreprocessProfiles omnivore = PreprocessProfiles.REFERENCE.withDepth(DepthProfile.OMNIVORE);
    try (ImageBind reference = open("tiny_a");
        ImageBind other =
            ImageBind.load(
                Goldens.path("models/tiny_a/weights.pth"),
                options("tiny_a").withProfiles(omnivore))) {
      Embedding a = reference.embed(Input.text("a dog"));
      Embedding b = other.embed(Input.text("a dog"));
      assertThat(other.fingerprint()).contains("depth=omnivore");
      assertThatThrownBy(() -> a.cosine(b)).hasMessageContaining("different models");
    }
  }
}
