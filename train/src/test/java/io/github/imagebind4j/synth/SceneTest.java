package io.github.imagebind4j.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A scene is a pure function of the seed and its index.
class SceneTest {
  private static List<Integer> fingerprint(Scene scene) {
    return List.of(
        scene.picture().hashCode(),
        scene.depth().hashCode(),
        scene.heat().hashCode(),
        scene.sound().hashCode(),
        scene.motion().hashCode(),
        scene.captions().hashCode());
  }

  @Test
  void theSameSeedAndIndexMakeTheSameSceneInAnyOrderAndThread() {
    SynthWorld world = SynthWorld.of(11, SceneOptions.DEFAULT.withSize(48));
    List<List<Integer>> once =
        IntStream.range(0, 12).mapToObj(i -> fingerprint(world.scene(i))).toList();
    List<List<Integer>> again =
        IntStream.range(0, 12).parallel().mapToObj(i -> fingerprint(world.scene(i))).toList();

    assertThat(again).isEqualTo(once);
  }

  @Test
  void askingForOneSenseDoesNotChangeAnother() {
    SynthWorld world = SynthWorld.of(12, SceneOptions.DEFAULT.withSize(48));
    Scene first = world.scene(3);
    Scene second = world.scene(3);
    first.sound();
    first.heat();

    assertThat(first.picture()).isEqualTo(second.picture());
    assertThat(second.sound()).isEqualTo(first.sound());
  }

  @Test
  void otherSeedsAndOtherIndicesAreOtherScenes() {
    Set<Object> seen = new java.util.HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      for (long i = 0; i < 8; i++) {
        seen.add(SynthWorld.of(seed, SceneOptions.DEFAULT.withSize(32)).scene(i).picture());
      }
    }
    assertThat(seen).hasSize(24);
  }

  @Test
  void anyRoundOfScenesHasEachKindOnce() {
    for (int round = 0; round < 3; round++) {
      Set<Kind> kinds = EnumSet.noneOf(Kind.class);
      int count = Kind.values().length;
      for (int i = 0; i < count; i++) {
        kinds.add(Factors.draw(4, (long) round * count + i).kind());
      }
      assertThat(kinds).hasSize(count);
    }
  }

  @Test
  void whichMotionComesWithWhichKindIsChance() {
    Set<String> pairs = new TreeSet<>();
    for (int i = 0; i < 2000; i++) {
      Factors f = Factors.draw(4, i);
      pairs.add(f.kind() + " " + f.motion());
    }
    assertThat(pairs).hasSize(Kind.values().length * EgoMotion.values().length);
  }

  @Test
  void recordingsHaveTheSizesAsked() {
    Scene scene = SynthWorld.of(1, new SceneOptions(40, 1.5, 8_000, 2, 100)).scene(5);

    assertThat(scene.picture().width()).isEqualTo(40);
    assertThat(scene.depth().height()).isEqualTo(40);
    assertThat(scene.heat().width()).isEqualTo(40);
    assertThat(scene.sound().sampleCount()).isEqualTo(12_000);
    assertThat(scene.sound().sampleRate()).isEqualTo(8_000);
    assertThat(scene.motion().samples()).isEqualTo(200);
  }

  @Test
  void everySceneHasASoundThatIsNeitherSilentNorCut() {
    SynthWorld world = SynthWorld.of(2, SceneOptions.DEFAULT.withSoundSeconds(3));
    for (int i = 0; i < Kind.values().length; i++) {
      Scene scene = world.scene(i);
      float[] samples = Scenes.sound(scene);
      assertThat(Scenes.loudness(samples)).as("%s", scene.factors()).isBetween(0.005, 0.4);
      for (float sample : samples) {
        assertThat(Math.abs(sample)).isLessThan(1f);
      }
    }
  }

  @Test
  void theThingCanBeSeenInEveryScene() {
    SynthWorld world = SynthWorld.of(3, SceneOptions.DEFAULT.withSize(64));
    List<String> hidden = new ArrayList<>();
    for (int i = 0; i < 4 * Kind.values().length; i++) {
      Scene scene = world.scene(i);
      double covered = 0;
      for (float part : scene.subjectMask()) {
        covered += part / (64 * 64);
      }
      if (covered < 0.006) {
        hidden.add(scene.factors().kind() + " " + i + " covers " + covered);
      }
    }
    assertThat(hidden).hasSizeLessThan(3);
  }

  @Test
  void captionsNameTheThingInSeveralWordings() {
    for (int i = 0; i < 60; i++) {
      Scene scene = SynthWorld.of(5).scene(i);
      assertThat(scene.captions()).hasSizeGreaterThanOrEqualTo(4).doesNotHaveDuplicates();
      String phrase = scene.factors().kind().phrase();
      String noun = phrase.substring(phrase.indexOf(' ') + 1);
      assertThat(scene.captions()).allSatisfy(caption -> assertThat(caption).contains(noun));
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> SynthWorld.of(1).scene(-1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 0, got -1");
    assertThatThrownBy(() -> SceneOptions.DEFAULT.withSize(100_000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("from 16");
    assertThatThrownBy(() -> SceneOptions.DEFAULT.withSoundSeconds(Double.NaN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void theFactorsMapNamesEverything() {
    assertThat(Factors.draw(1, 1).toMap().keySet())
        .contains(
            "kind", "material", "size", "celsius", "distance", "setting", "motion", "cadence");
    assertThat(Arrays.stream(Kind.values()).map(Kind::className)).doesNotHaveDuplicates();
  }
}
