package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.media.Waveform;
import org.junit.jupiter.api.Test;

class AudioPreprocessorTest {

  @Test
  void tooShortASoundIsRefusedWithTheFix() {
    assertThatThrownBy(() -> new AudioPreprocessor().apply(Waveform.wrap(44_100, new float[10])))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("10 samples at 44100 Hz")
        .hasMessageContaining("at least 400")
        .hasMessageContaining("pad it with silence");
    assertThatThrownBy(() -> new AudioPreprocessor().apply(Waveform.wrap(16_000, new float[0])))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new AudioPreprocessor().apply(Waveform.wrap(16_000, new float[399])))
        .isInstanceOf(InputException.class);
  }

  @Test
  void fourHundredSamplesAreEnough() {
    FloatArray tensor = new AudioPreprocessor().apply(Waveform.wrap(16_000, new float[400]));
    assertThat(tensor.shape().dims()).containsExactly(3, 1, 128, 204);
  }

  @Test
  void samplesThatAreNotFiniteAreRefused() {
    float[] sound = new float[16_000];
    sound[7_000] = Float.NaN;
    assertThatThrownBy(() -> new AudioPreprocessor().apply(Waveform.wrap(16_000, sound)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void thePaperProfileCoversTheWholeSound() {
    var paper = new AudioPreprocessor(AudioProfile.PAPER);
    assertThat(paper.apply(silence(10)).shape().dim(0)).isEqualTo(5);
    assertThat(paper.apply(silence(5)).shape().dim(0)).isEqualTo(3);
    assertThat(paper.apply(silence(1)).shape().dim(0)).isEqualTo(1);
  }

  @Test
  void onlyTheFirstChannelIsHeard() {
    float[] tone = new float[32_000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(i * 0.2);
    }
    float[] other = new float[32_000];
    for (int i = 0; i < other.length; i++) {
      other[i] = (float) Math.sin(i * 0.7);
    }
    var preprocessor = new AudioPreprocessor();
    FloatArray mono = preprocessor.apply(Waveform.wrap(16_000, tone));
    FloatArray stereo = preprocessor.apply(Waveform.wrap(16_000, tone, other));
    assertThat(stereo.shape()).isEqualTo(mono.shape());
    // Band 77 is where the second channel's tone would show.
    double difference = 0;
    for (int i = 0; i < 128 * 190; i++) {
      difference = Math.max(difference, Math.abs(stereo.get(i) - mono.get(i)));
    }
    assertThat(difference).isLessThan(0.5);
  }

  private static Waveform silence(int seconds) {
    return Waveform.wrap(16_000, new float[16_000 * seconds]);
  }
}
