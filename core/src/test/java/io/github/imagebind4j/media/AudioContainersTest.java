package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioContainersTest {

  @ParameterizedTest
  @CsvSource({
    // file, rate, channels, samples, how many more the last block may bring, likeness
    "chirp.flac,           16000, 1, 24000,    0, 0.999999",
    "chirp.mp3,            44100, 2, 66150,    0, 0.999",
    "cover_art.mp3,        44100, 2, 66150,    0, 0.999",
    "chirp_vorbis.ogg,     44100, 2, 66150,  256, 0.99",
    "chirp.opus,           48000, 1, 72000,    0, 0.99",
    "chirp_aac.m4a,        44100, 1, 66150, 1024, 0.99",
    "chirp_alac.m4a,       16000, 2, 16000,    0, 0.999999",
    "chirp.aiff,            8000, 1, 12000,    0, 0.999999",
    "chirp.mka,            16000, 1,  4800,    0, 0.999999",
    "gradient_bframes.mkv, 48000, 1, 72000,  960, 0.99",
    "gradient_vp9.webm,    48000, 1, 72000,  960, 0.99",
    "gradient_h264.mov,    48000, 1, 72000, 1024, 0.99"
  })
  void everyContainerGivesTheChirpInItsPlace(
      String file, int rate, int channels, int samples, int more, double likeness) {
    Waveform sound = FfmpegAudio.decode(MediaFiles.source(file), MediaLimits.DEFAULT);
    assertThat(sound.sampleRate()).isEqualTo(rate);
    assertThat(sound.channelCount()).isEqualTo(channels);
    assertThat(sound.sampleCount()).isBetween(samples, samples + more);
    for (int c = 0; c < channels; c++) {
      assertThat(likeness(sound, c, samples, 0)).isGreaterThan(likeness);
    }
    assertThat(level(sound, 0, samples)).isBetween(0.33, 0.37);
    if (channels == 2) {
      assertThat(level(sound, 1, samples)).isBetween(0.165, 0.185);
    }
  }

  @Test
  void wmaLosesItsFirstBlockAsInFfmpegsOwnPlayer() {
    Waveform sound = FfmpegAudio.decode(MediaFiles.source("chirp.wma"), MediaLimits.DEFAULT);
    assertThat(sound.sampleRate()).isEqualTo(44_100);
    assertThat(sound.channelCount()).isEqualTo(1);
    assertThat(sound.durationSeconds()).isCloseTo(1.5, within(2 * 2048 / 44_100.0));
    assertThat(likeness(sound, 0, 60_000, -2048)).isGreaterThan(0.99);
  }

  /// How like the formula it is: 1 is the same up to loudness.
  ///
  /// @param late by how many samples the sound comes after the formula
  private static double likeness(Waveform sound, int channel, int samples, int late) {
    double both = 0;
    double own = 0;
    double formula = 0;
    for (int i = 0; i < samples; i++) {
      double got = sound.channel(channel).get(i);
      double want = MediaFiles.chirp((double) (i - late) / sound.sampleRate());
      both += got * want;
      own += got * got;
      formula += want * want;
    }
    return both / Math.sqrt(own * formula);
  }

  private static double level(Waveform sound, int channel, int samples) {
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      double got = sound.channel(channel).get(i);
      sum += got * got;
    }
    return Math.sqrt(sum / samples);
  }
}
