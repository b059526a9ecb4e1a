package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.ModelMemory;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TorchRuntime;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// How the batch size follows from the memory.
class MemoryBudgetTest {
  private static final Shape IMAGE = Shape.of(3, 224, 224);
  private static final ModelMemory HUGE = new ModelMemory(ModelConfig.huge(), Precision.FP32, 2);

  private static BatchLimits limits(int batchSize, long budget) {
    return BatchLimits.of(
        HUGE, ImageBindOptions.defaults().withBatchSize(batchSize).withMemoryBudget(budget));
  }

  private static int images(int batchSize, long budget) {
    return limits(batchSize, budget).sequences(Modality.VISION, IMAGE);
  }

  /// The budget in which exactly so many images fit.
  private static long room(int images) {
    return HUGE.weights(Modality.VISION) + HUGE.batch(Modality.VISION, IMAGE, images);
  }

  @Test
  void withRoomEnoughAsManyGoTogetherAsAreFast() {
    assertThat(images(0, 1L << 40)).isEqualTo(16);
    assertThat(limits(0, 1L << 40).sequences(Modality.TEXT, Shape.of(77))).isEqualTo(64);
    assertThat(limits(0, 1L << 40).texts(77, 64)).isEqualTo(54);
    assertThat(limits(0, 1L << 40).texts(7, 64)).isEqualTo(64);
  }

  @Test
  void anAutomaticBatchShrinksUntilItFits() {
    assertThat(images(0, room(7))).isEqualTo(7);
    assertThat(images(0, room(7) - 1)).isEqualTo(6);
  }

  @Test
  void aBatchSizeThatFitsIsTaken() {
    assertThat(images(40, room(40))).isEqualTo(40);
  }

  @Test
  void aBatchSizeThatDoesNotFitIsRefusedWithTheOneThatWould() {
    long need = (room(41) + (1 << 20) - 1) >> 20;
    assertThatThrownBy(() -> images(41, room(40)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a batch size of 41 for vision needs about " + need + " MB")
        .hasMessageContaining("the memory budget is " + ((room(40) + (1 << 20) - 1) >> 20))
        .hasMessageContaining("the largest batch size that fits is 40");
  }

  @Test
  void aBudgetTooSmallForASingleItemIsRefused() {
    assertThatThrownBy(() -> images(0, room(1) - 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not even one fits")
        .hasMessageContaining("raise the memory budget");
  }

  @Test
  void withoutABudgetTheMachineDecidesAndOneItemIsAlwaysTried() {
    assertThatCode(() -> images(1, 0)).doesNotThrowAnyException();
  }

  @Test
  void whatDoesNotFitIntoTheMachineIsRefusedToo() {
    ModelConfig enormous =
        ModelConfig.fromJson(
            """
            {"towers": ["vision"], "vision_embed_dim": 1048576, "vision_num_heads": 16}
            """);
    BatchLimits limits =
        BatchLimits.of(
            new ModelMemory(enormous, Precision.FP32, 2),
            ImageBindOptions.defaults().withBatchSize(2));
    assertThatThrownBy(() -> limits.sequences(Modality.VISION, IMAGE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("only this much can be had here")
        .hasMessageContaining("leave the batch size open");
  }

  @Test
  void theWeightsOfEveryTowerInUseCountUntilTheyAreReleased() {
    BatchLimits limits = limits(0, room(7));
    assertThat(limits.sequences(Modality.VISION, IMAGE)).isEqualTo(7);
    assertThatThrownBy(() -> limits.sequences(Modality.TEXT, Shape.of(77)))
        .hasMessageContaining("vision")
        .hasMessageContaining("text");
    limits.released(Modality.TEXT);
    assertThat(limits.sequences(Modality.VISION, IMAGE)).isEqualTo(7);
  }

  private static ModelMemory tinyMemory() {
    return new ModelMemory(
        tiny().config().orElseThrow(), Precision.FP32, TorchRuntime.load().threads());
  }

  /// The budget in which exactly so many pictures fit into the small model.
  private static long tinyRoom(int images) {
    return tinyMemory().weights(Modality.VISION)
        + tinyMemory().batch(Modality.VISION, IMAGE, images);
  }

  @Test
  void theModelItselfRefusesBeforeTheFirstBatch() {
    ImageBindOptions options = tiny().withBatchSize(30).withMemoryBudget(tinyRoom(10));
    try (ImageBind model = ImageBind.load(Goldens.path("models/tiny_a/weights.pth"), options)) {
      assertThatThrownBy(() -> model.embed(Input.image(Goldens.path("images/files/rgb.png"))))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("a batch size of 30 for vision")
          .hasMessageContaining("the largest batch size that fits is 10");
    }
  }

  @Test
  void aVideoThatIsTooLargeForTheBudgetGoesThroughInPieces() {
    Input video = Input.video(Goldens.path("video/files/short_226x224_2997.mp4"));
    try (ImageBind roomy = ImageBind.load(Goldens.path("models/tiny_a/weights.pth"), tiny());
        ImageBind narrow =
            ImageBind.load(
                Goldens.path("models/tiny_a/weights.pth"), tiny().withMemoryBudget(tinyRoom(8)))) {
      float[] expected = roomy.embed(video).vector();
      float[] actual = narrow.embed(video).vector();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  private static ImageBindOptions tiny() {
    byte[] json = Goldens.bytes("models/tiny_a/config.json");
    return ImageBindOptions.defaults()
        .withConfig(ModelConfig.fromJson(new String(json, StandardCharsets.UTF_8)));
  }
}
