package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Where a video is cut, and which sound each scene gets.
class ScenesTest {
  /// What is seen second by second: a direction a letter, a little shaken.
  private static List<Scenes.Moment> moments(String letters) {
    Random random = new Random(8);
    List<Scenes.Moment> moments = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      float[] vector = new float[26];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (0.02 * random.nextGaussian());
      }
      vector[letters.charAt(i) - 'a'] += 1;
      moments.add(new Scenes.Moment(i, i + 1, new Embedding(Modality.VISION, vector, "m")));
    }
    return moments;
  }

  private static List<String> times(List<Scenes.Scene> scenes) {
    return scenes.stream().map(one -> (int) one.from() + "-" + (int) one.to()).toList();
  }

  @Test
  void aSceneEndsWhereThePictureChanges() {
    assertThat(times(Scenes.cut(moments("aaaaabbbbbbbcccc"), 3, 60)))
        .containsExactly("0-5", "5-12", "12-16");
  }

  @Test
  void whatStaysTheSameIsOneScene() {
    assertThat(times(Scenes.cut(moments("aaaaaaaa"), 3, 60))).containsExactly("0-8");
    assertThat(times(Scenes.cut(moments("a"), 3, 60))).containsExactly("0-1");
  }

  @Test
  void aFlashIsNoScene() {
    assertThat(times(Scenes.cut(moments("aaaaaabaaaaaa"), 3, 60))).containsExactly("0-13");
    assertThat(times(Scenes.cut(moments("aaaaaabaaaaaccccc"), 3, 60)))
        .containsExactly("0-12", "12-17");
  }

  @Test
  void noSceneIsLongerThanAllowed() {
    assertThat(times(Scenes.cut(moments("a".repeat(25)), 3, 10)))
        .containsExactly("0-10", "10-20", "20-25");
  }

  @Test
  void byTheClockTheLastSceneMayBeShorter() {
    assertThat(times(Scenes.every(moments("abcdefgh"), 3))).containsExactly("0-3", "3-6", "6-8");
  }

  @Test
  void scenesCoverTheWholeWithoutGaps() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      StringBuilder letters = new StringBuilder();
      int length = 1 + random.nextInt(60);
      while (letters.length() < length) {
        letters.append((char) ('a' + random.nextInt(5)));
      }
      List<Scenes.Scene> scenes = Scenes.cut(moments(letters.toString()), 2, 7);
      double at = 0;
      for (Scenes.Scene scene : scenes) {
        assertThat(scene.from()).as("seed %d", seed).isEqualTo(at);
        assertThat(scene.seconds()).as("seed %d", seed).isBetween(1.0, 7.0);
        at = scene.to();
      }
      assertThat(at).as("seed %d", seed).isEqualTo(length);
    }
  }

  private static ExactIndex sounds() {
    ExactIndex index = new ExactIndex();
    for (char letter = 'a'; letter <= 'c'; letter++) {
      float[] vector = new float[26];
      vector[letter - 'a'] = 20;
      vector[0] += 3;
      index.put(
          List.of(
              new IndexItem(
                  letter + ".wav",
                  new Embedding(Modality.AUDIO, vector, "m"),
                  Fields.of(Map.of("path", letter + ".wav"))),
              new IndexItem(
                  letter + ".jpg",
                  new Embedding(Modality.VISION, vector, "m"),
                  Fields.of(Map.of("path", letter + ".jpg"))),
              new IndexItem(
                  "in.tar!" + letter,
                  new Embedding(Modality.AUDIO, vector, "m"),
                  Fields.of(Map.of("path", "in.tar", "member", letter + ".wav")))));
    }
    index.commit();
    return index;
  }

  @Test
  void eachSceneGetsTheNearestSoundThatCanBePlayed() {
    List<Scenes.Scene> scenes = Scenes.cut(moments("bbbbccccbbbb"), 3, 60);

    List<SceneSound> chosen = SceneSound.choose(scenes, sounds(), 2, true);

    assertThat(chosen)
        .extracting(one -> one.hits().getFirst().id())
        .containsExactly("b.wav", "c.wav", "b.wav");
    assertThat(chosen).allSatisfy(one -> assertThat(one.hits()).hasSize(2));
  }

  @Test
  void withoutRepeatingEachSoundIsUsedOnceUntilNoneIsLeft() {
    List<Scenes.Scene> scenes = Scenes.every(moments("bbbbbbbb"), 2);

    List<SceneSound> chosen = SceneSound.choose(scenes, sounds(), 1, false);

    assertThat(chosen.subList(0, 3))
        .extracting(one -> one.hits().getFirst().id())
        .containsExactlyInAnyOrder("a.wav", "b.wav", "c.wav")
        .startsWith("b.wav");
    assertThat(chosen.get(3).hits()).isEmpty();
  }

  @Test
  void aScenesDirectionIsTheMeanOfItsMoments() {
    Scenes.Scene scene = Scenes.every(moments("ab"), 10).getFirst();

    assertThat((double) scene.seen().unit()[0]).isCloseTo(Math.sqrt(0.5), offset(0.05));
    assertThat((double) scene.seen().unit()[1]).isCloseTo(Math.sqrt(0.5), offset(0.05));
  }
}
