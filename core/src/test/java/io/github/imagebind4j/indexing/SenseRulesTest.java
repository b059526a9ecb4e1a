package io.github.imagebind4j.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenseRulesTest {
  @ParameterizedTest
  @CsvSource({
    "/d, /d/a.png, ''",
    "/d, /d/depth/a.png, depth",
    "/d, /d/Depth/x/a.tiff, depth",
    "/d/depth, /d/depth/a.npy, depth",
    "/d, /d/a.depth.png, depth",
    "/d, /d/a.thermal.jpg, thermal",
    "/d, /d/thermal/a.jpg, thermal",
    "/d, /d/depth/a.jpg, ''", // no depth map is a JPEG
    "/d, /d/imu/walk.npy, imu",
    "/d, /d/thermal/a.depth.png, depth", // the nearer word counts
    "/d, /d/depth.png, ''",
  })
  void namesOfFoldersAndFilesSayWhatContentDoesNot(Path root, Path file, String sense) {
    assertThat(SenseRules.CONVENTIONS.senseOf(root, file).map(Modality::name).orElse(""))
        .isEqualTo(sense);
    assertThat(SenseRules.CONTENT.senseOf(root, file)).isEmpty();
  }

  @Test
  void patternsComeFirstByNameOrByPath() {
    SenseRules rules =
        SenseRules.CONVENTIONS
            .with("*_d.png", Modality.DEPTH)
            .with("heat/**.png", Modality.THERMAL);
    Path root = Path.of("/r");

    assertThat(rules.senseOf(root, Path.of("/r/x/a_d.png"))).contains(Modality.DEPTH);
    assertThat(rules.senseOf(root, Path.of("/r/heat/a_d.png"))).contains(Modality.DEPTH);
    assertThat(rules.senseOf(root, Path.of("/r/heat/x/b.png"))).contains(Modality.THERMAL);
    assertThat(rules.senseOf(root, Path.of("/r/b.png"))).isEqualTo(Optional.empty());
  }

  @Test
  void aBrokenPatternIsRefused() {
    assertThatThrownBy(() -> SenseRules.CONTENT.with("[", Modality.DEPTH))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'['");
  }
}
