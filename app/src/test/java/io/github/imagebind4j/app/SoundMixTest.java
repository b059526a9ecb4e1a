package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.media.SoundtrackWriter;
import io.github.imagebind4j.media.Waveform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The sounds of scenes, one after the other.
class SoundMixTest {
  private static final int RATE = SoundtrackWriter.SAMPLE_RATE;

  private static Optional<Waveform> constant(double seconds, float level) {
    float[] samples = new float[(int) (seconds * RATE)];
    Arrays.fill(samples, level);
    return Optional.of(Waveform.wrap(RATE, samples));
  }

  private static float[] left(SoundMix.Piece... pieces) {
    SoundMix mix = new SoundMix(List.of(pieces).iterator());
    float[] all = new float[0];
    float[][] block = new float[2][999];
    for (int count = mix.read(block); count >= 0; count = mix.read(block)) {
      int at = all.length;
      all = Arrays.copyOf(all, at + count);
      System.arraycopy(block[0], 0, all, at, count);
      assertThat(Arrays.copyOf(block[1], count)).isEqualTo(Arrays.copyOf(block[0], count));
    }
    return all;
  }

  @Test
  void eachSoundIsAsLongAsItsSceneAndAllAreAsLoud() {
    float[] mix =
        left(
            new SoundMix.Piece(2, constant(5, 0.9f)), // cut off
            new SoundMix.Piece(5, constant(1, 0.02f)), // repeated
            new SoundMix.Piece(6, Optional.empty()));

    assertThat(mix).hasSize(6 * RATE);
    assertThat(mix[RATE]).isCloseTo(0.1f, within());
    assertThat(mix[2 * RATE + RATE / 2]).isCloseTo(0.1f, within());
    assertThat(mix[4 * RATE + RATE / 2]).isCloseTo(0.1f, within());
    assertThat(Arrays.copyOfRange(mix, 5 * RATE, 6 * RATE)).containsOnly(0);
  }

  private static Offset<Float> within() {
    return Offset.offset(0.001f);
  }

  @Test
  void nothingBeginsOrEndsWithAClick() {
    float[] mix =
        left(new SoundMix.Piece(2, constant(5, 0.5f)), new SoundMix.Piece(5, constant(1.3, 0.5f)));

    for (int i = 1; i < mix.length; i++) {
      assertThat(Math.abs(mix[i] - mix[i - 1])).isLessThan(0.001f);
    }
    assertThat(mix[0]).isLessThan(0.001f);
    assertThat(mix[mix.length - 1]).isLessThan(0.001f);
  }

  @Test
  void aQuietHissIsNotBlownUpBeyondReason() {
    assertThat(left(new SoundMix.Piece(1, constant(1, 0.001f)))[RATE / 2])
        .isCloseTo(0.008f, within());
  }

  @Test
  void whatIsNotANumberIsSilent() {
    float[] broken = new float[RATE];
    Arrays.fill(broken, Float.NaN);
    broken[7] = Float.POSITIVE_INFINITY;

    assertThat(left(new SoundMix.Piece(1, Optional.of(Waveform.wrap(RATE, broken)))))
        .containsOnly(0);
  }

  @Test
  void loudnessIsThatOfBothChannels() {
    float[] silence = new float[RATE];
    float[] sound = new float[RATE];
    Arrays.fill(sound, 0.5f);
    SoundMix.Piece piece = new SoundMix.Piece(1, Optional.of(Waveform.wrap(RATE, silence, sound)));
    float[][] stereo = new float[2][RATE];

    assertThat(new SoundMix(List.of(piece).iterator()).read(stereo)).isEqualTo(RATE);

    assertThat(stereo[0]).containsOnly(0);
    assertThat(stereo[1][RATE / 2]).isCloseTo((float) (0.1 * Math.sqrt(2)), within());
  }

  @Test
  void anEmptySoundIsSilent() {
    assertThat(left(new SoundMix.Piece(1, Optional.of(Waveform.wrap(RATE, new float[0])))))
        .hasSize(RATE)
        .containsOnly(0);
  }
}
