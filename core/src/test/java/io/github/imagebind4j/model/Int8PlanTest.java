package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Int8PlanTest {
  private static TrunkConfig trunk(int blocks) {
    return new TrunkConfig(16, blocks, 2, false, false);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "3, 0", "4, 1", "6, 1", "12, 3", "24, 3", "32, 3", "100, 3"})
  void theFirstQuarterIsLeftInBf16ButNotMoreThanThreeBlocks(int blocks, int left) {
    for (int i = 0; i < blocks; i++) {
      assertThat(Int8Plan.leavesInBf16(trunk(blocks), i, false))
          .as("block " + i)
          .isEqualTo(i < left);
      assertThat(Int8Plan.leavesInBf16(trunk(blocks), i, true)).as("of texts").isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"vision, 3", "text, 0", "audio, 3", "depth, 3", "thermal, 3", "imu, 1"})
  void aWeightIsLeftWithItsBlock(String modality, int left) {
    ModelConfig huge = ModelConfig.huge();
    int blocks = huge.modality(Modality.of(modality)).trunk().numBlocks();
    for (int i = 0; i < blocks; i++) {
      String weight = "modality_trunks." + modality + ".blocks." + i + ".mlp.fc1.weight";
      assertThat(Int8Plan.leavesInBf16(huge, weight)).as(weight).isEqualTo(i < left);
    }
  }

  /// Beside arithmetic it is memory that this costs.
  @Test
  void aTenthOfTheLinearWeightsIsLeft() {
    ModelConfig huge = ModelConfig.huge();
    long all = 0;
    long left = 0;
    for (var tensor : huge.tensors().entrySet()) {
      if (StoredPrecision.isLinearWeight(tensor.getKey())) {
        all += tensor.getValue().count();
        left += Int8Plan.leavesInBf16(huge, tensor.getKey()) ? tensor.getValue().count() : 0;
      }
    }
    assertThat((double) left / all).isBetween(0.09, 0.11);
  }
}
