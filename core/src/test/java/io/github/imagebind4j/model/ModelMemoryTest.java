package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import org.junit.jupiter.api.Test;

class ModelMemoryTest {
  private static final Shape IMAGE = Shape.of(3, 224, 224);

  private static ModelMemory huge(Precision precision) {
    return new ModelMemory(ModelConfig.huge(), precision, 2);
  }

  @Test
  void weightsTakeFourTwoOrOneBytesOfEachLinearWeight() {
    long parameters = ModelConfig.huge().parameters(Modality.VISION);
    long linear = 32L * 12 * 1280 * 1280; // q, k, v, out, and 4 + 4 of the MLP
    long left = linear * 3 / 32; // the first three blocks, in bf16
    long scales = (32L - 3) * 9 * 1280 * 4;
    assertThat(huge(Precision.FP32).weights(Modality.VISION)).isEqualTo(4 * parameters);
    assertThat(huge(Precision.BF16).weights(Modality.VISION))
        .isEqualTo(withGaps(4 * parameters - 2 * linear));
    assertThat(huge(Precision.INT8).weights(Modality.VISION))
        .isEqualTo(withGaps(4 * parameters - 3 * linear + left + scales));
  }

  private static long withGaps(long bytes) {
    return bytes + bytes / 3;
  }

  @Test
  void aBatchGrowsInProportionUntilItGoesThroughInPieces() {
    ModelMemory memory = huge(Precision.FP32);
    long one = memory.batch(Modality.VISION, IMAGE, 1);
    long two = memory.batch(Modality.VISION, IMAGE, 2);
    long most = memory.batch(Modality.VISION, IMAGE, 64);
    assertThat(most).isEqualTo(one + 63 * (two - one));
    assertThat(memory.batch(Modality.VISION, IMAGE, 65)).isEqualTo(most);
    assertThat(memory.largestBatch(Modality.VISION, IMAGE, two)).isEqualTo(2);
    assertThat(memory.largestBatch(Modality.VISION, IMAGE, two - 1)).isEqualTo(1);
    assertThat(memory.largestBatch(Modality.VISION, IMAGE, 0)).isZero();
    assertThat(memory.largestBatch(Modality.VISION, IMAGE, most - 1)).isEqualTo(63);
    assertThat(memory.largestBatch(Modality.VISION, IMAGE, most)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void tokensAreTheConfigsOrThoseOfALargerImage() {
    ModelMemory memory = huge(Precision.FP32);
    assertThat(memory.tokens(Modality.VISION, IMAGE)).isEqualTo(257);
    assertThat(memory.tokens(Modality.VISION, Shape.of(3, 2, 224, 224))).isEqualTo(257);
    assertThat(memory.tokens(Modality.VISION, Shape.of(3, 448, 448))).isEqualTo(1025);
    assertThat(memory.tokens(Modality.TEXT, Shape.of(77))).isEqualTo(77);
    assertThat(memory.tokens(Modality.AUDIO, Shape.of(1, 128, 204))).isEqualTo(229);
    assertThat(memory.tokens(Modality.IMU, Shape.of(6, 2000))).isEqualTo(251);
  }

  @Test
  void aModalityThatTheModelLacksIsRefused() {
    assertThatThrownBy(() -> huge(Precision.FP32).weights(Modality.of("smell")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no smell tower");
  }
}
