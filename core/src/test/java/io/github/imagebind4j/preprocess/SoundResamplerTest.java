package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.media.Waveform;
import org.junit.jupiter.api.Test;

class SoundResamplerTest {
  private static Waveform tone(int rate, double hertz) {
    float[] samples = new float[rate];
    for (int i = 0; i < rate; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return Waveform.wrap(rate, samples, samples.clone());
  }

  @Test
  void aToneStaysTheSameTone() {
    Waveform resampled = SoundResampler.resample(tone(44_100, 440), 48_000);

    assertThat(resampled.sampleRate()).isEqualTo(48_000);
    assertThat(resampled.sampleCount()).isEqualTo(48_000);
    assertThat(resampled.channelCount()).isEqualTo(2);
    for (int i = 100; i < 47_900; i++) {
      double expected = Math.sin(2 * Math.PI * 440 * i / 48_000);
      assertThat((double) resampled.channel(1).get(i)).isCloseTo(expected, offset(0.005));
    }
  }

  @Test
  void atItsOwnRateItIsItself() {
    Waveform sound = tone(16_000, 440);

    assertThat(SoundResampler.resample(sound, 16_000)).isSameAs(sound);
  }

  @Test
  void noRateIsNone() {
    assertThatThrownBy(() -> SoundResampler.resample(tone(16_000, 440), 0))
        .isInstanceOf(InputException.class);
  }
}
