package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts as trained, and so what as emergent.
class TrainedPairsTest {
  @TempDir private Path temp;

  private TrainedPairs read(String yaml) throws Exception {
    return TrainedPairs.read(Files.writeString(temp.resolve("recipe.yaml"), yaml));
  }

  @Test
  void aRecipesPairsAreThoseOfItsStages() throws Exception {
    TrainedPairs pairs =
        read("stages: [{name: a, pair: [vision, text]}, {name: b, pair: [vision, audio]}]");

    assertThat(pairs).hasToString("audio-vision, text-vision");
  }

  /// Else what was trained in the same steps would be called emergent.
  @Test
  void whatAStageTrainsBesideWasTrained() throws Exception {
    TrainedPairs pairs =
        read(
            "stages: [{pair: [vision, audio], beside: [{pair: [vision, depth]}, {pair: [imu, text]}]}]");

    assertThat(pairs.trained(Modality.DEPTH, Modality.VISION)).isTrue();
    assertThat(pairs).hasToString("audio-vision, depth-vision, imu-text");
    assertThat(pairs.trained(Modality.DEPTH, Modality.AUDIO)).isFalse();
  }

  @Test
  void aStageWithoutAPairIsRefused() {
    for (String stage : new String[] {"{name: a}", "3", "{pair: [vision, audio], beside: [4]}"}) {
      assertThatThrownBy(() -> read("stages: [" + stage + "]"))
          .as(stage)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("vision-audio");
    }
  }
}
