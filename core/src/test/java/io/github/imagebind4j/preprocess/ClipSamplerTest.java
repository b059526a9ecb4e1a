package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.golden.Goldens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipSamplerTest {

  @Test
  void clipsAreTheReferencesExactFractionsAndSamples() {
    List<Object> rows = Goldens.list(Goldens.json("audio/clip_timepoints.json").get("rows"));
    assertThat(rows).hasSize(57);
    for (Object value : rows) {
      Map<String, Object> row = Goldens.map(value);
      check(row, 3, "clips_2_3");
      check(row, 5, "clips_2_5");
    }
  }

  private static void check(Map<String, Object> row, int count, String key) {
    double duration = Goldens.number(row.get("duration"));
    List<Clip> clips = new ClipSampler(2, count).clips(duration);
    List<Object> expected = Goldens.list(row.get(key));
    assertThat(clips).hasSameSizeAs(expected);
    for (int i = 0; i < count; i++) {
      Map<String, Object> golden = Goldens.map(expected.get(i));
      Clip clip = clips.get(i);
      assertThat(clip.start()).hasToString((String) golden.get("start_exact"));
      assertThat(clip.end()).hasToString((String) golden.get("end_exact"));
      assertThat(clip.start().toDouble()).isEqualTo(Goldens.number(golden.get("start")));
      assertThat(clip.end().toDouble()).isEqualTo(Goldens.number(golden.get("end")));
      assertThat(clip.startSample(16_000))
          .isEqualTo((long) Goldens.number(golden.get("start_sample_16k")));
      assertThat(clip.endSample(16_000))
          .isEqualTo((long) Goldens.number(golden.get("end_sample_16k")));
    }
  }

  @Test
  void sevenPointThreeSecondsIsWhereDoublesWouldBeOneSampleOff() {
    List<Clip> clips = new ClipSampler(2, 3).clips(7.3);
    assertThat(clips.stream().map(clip -> clip.startSample(16_000)))
        .containsExactly(0L, 42_399L, 84_799L);
  }

  @Test
  void oneClipIsTheBeginning() {
    assertThat(new ClipSampler(2, 1).clips(9).getFirst().start()).hasToString("0/1");
  }

  @Test
  void aDurationThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new ClipSampler(2, 3).clips(Double.NaN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NaN");
  }
}
