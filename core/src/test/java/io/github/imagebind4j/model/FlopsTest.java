package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlopsTest {
  private static final ModelConfig HUGE = ModelConfig.huge();

  private static FloatArray zeros(int... dims) {
    return FloatArray.wrap(new float[(int) Shape.of(dims).count()], dims);
  }

  private static int[] dims(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /// Texts of the published model: start, words, end, padding.
  private static FloatArray texts(int... words) {
    float[] ids = new float[77 * words.length];
    for (int row = 0; row < words.length; row++) {
      ids[77 * row] = 49406;
      for (int i = 1; i <= words[row]; i++) {
        ids[77 * row + i] = 320 + i;
      }
      ids[77 * row + words[row] + 1] = 49407;
    }
    return FloatArray.wrap(ids, words.length, 77);
  }

  /// Expected: `torch.utils.flop_counter.FlopCounterMode` of PyTorch 2.13 over the same layers of
  /// the published sizes on the meta device, one item, attention written as two matrix products.
  @ParameterizedTest
  @CsvSource({
    "vision, 334975631360, 1 3 224 224",
    "text, 47091384320, 1 77",
    "audio, 40932925440, 1 1 128 204",
    "depth, 9124343808, 1 1 224 224",
    "thermal, 34980814848, 1 1 224 224",
    "imu, 10265509888, 1 6 2000"
  })
  void theReferencesWorkIsWhatPyTorchCounts(String modality, long expected, String shape) {
    FloatArray one = zeros(dims(shape));

    assertThat(Flops.reference(HUGE, Modality.of(modality), one).total()).isEqualTo(expected);
  }

  @Test
  void aStillImageByHand() {
    Flops reference = Flops.reference(HUGE, Modality.VISION, zeros(1, 3, 224, 224));
    Flops done = Flops.done(HUGE, Modality.VISION, zeros(1, 3, 224, 224));

    // 16 x 16 patches and a class token; 32 blocks of width 1280; q, k, v and output are 4 D x D.
    assertThat(reference)
        .isEqualTo(
            new Flops(
                2L * 256 * (3 * 2 * 14 * 14) * 1280,
                32 * (2L * 257 * 4 * 1280 * 1280),
                32 * (2L * 2 * 257 * 257 * 1280),
                32 * (2L * 2 * 257 * 1280 * 5120),
                2L * 1280 * 1024));
    // One frame's patch; the last block: k and v for all, the rest for the class token.
    assertThat(done)
        .isEqualTo(
            new Flops(
                2L * 256 * (3 * 14 * 14) * 1280,
                31 * (2L * 257 * 4 * 1280 * 1280) + 2L * (257 + 1) * 2 * 1280 * 1280,
                31 * (2L * 2 * 257 * 257 * 1280) + 2L * 2 * 257 * 1280,
                31 * (2L * 2 * 257 * 1280 * 5120) + 2L * 2 * 1280 * 5120,
                2L * 1280 * 1024));
  }

  @Test
  void aTextCountsUpToItsEndWhateverIsBesideIt() {
    Flops five = Flops.done(HUGE, Modality.TEXT, texts(5));
    Flops mixed = Flops.done(HUGE, Modality.TEXT, texts(5, 60));
    Flops sixty = Flops.done(HUGE, Modality.TEXT, texts(60));

    assertThat(five.mlp()).isEqualTo((23 * 7 + 1) * (2L * 2 * 1024 * 4096)); // start, 5, end
    assertThat(five.attention()).isEqualTo(23 * (4L * 7 * 7 * 1024) + 4L * 7 * 1024);
    assertThat(mixed).isEqualTo(five.plus(sixty));
    assertThat(Flops.reference(HUGE, Modality.TEXT, texts(5)))
        .isEqualTo(Flops.reference(HUGE, Modality.TEXT, texts(60)));
  }

  @Test
  void sensesSeeOneMoreKeyThanTokens() {
    Flops imu = Flops.reference(HUGE, Modality.IMU, zeros(1, 6, 2000));

    assertThat(imu.attention()).isEqualTo(6 * (4L * 251 * 252 * 512));
    assertThat(imu.stem()).isEqualTo(2L * 250 * 48 * 512);
  }

  @ParameterizedTest
  @CsvSource({"audio, 1 3 1 128 204, 3, 1 1 128 204", "imu, 4 6 2000, 4, 1 6 2000"})
  void clipsAndItemsCountOneByOne(String modality, String many, int times, String one) {
    Modality of = Modality.of(modality);

    assertThat(Flops.done(HUGE, of, zeros(dims(many))).total())
        .isEqualTo(times * Flops.done(HUGE, of, zeros(dims(one))).total());
  }

  @Test
  void aVideosFramesAreNotFolded() {
    Flops video = Flops.done(HUGE, Modality.VISION, zeros(1, 15, 3, 2, 224, 224));
    Flops image = Flops.done(HUGE, Modality.VISION, zeros(15, 3, 224, 224));

    assertThat(video.stem()).isEqualTo(2 * image.stem());
    assertThat(video.mlp()).isEqualTo(image.mlp());
  }

  @Test
  void aLargerImageHasMoreTokens() {
    Flops large = Flops.reference(HUGE, Modality.VISION, zeros(1, 3, 448, 448));

    assertThat(large.mlp()).isEqualTo(32 * (2L * 2 * 1025 * 1280 * 5120));
  }

  @Test
  void whatTheEncoderWouldRefuseIsRefused() {
    assertThatThrownBy(() -> Flops.done(HUGE, Modality.VISION, zeros(3, 224)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[3, 224]");
    assertThatThrownBy(() -> Flops.done(HUGE, Modality.of("smell"), zeros(1, 4)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no smell tower");
  }
}
