package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.golden.Goldens;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MelSpectrogramTest {
  private static final Map<String, FloatArray> PIECES =
      Goldens.safetensors("audio/pieces.safetensors");

  @Test
  void theWindowIsTheReferences() {
    assertClose(new MelSpectrogram(128, 16_000).window(), piece("fbank.window"), 1e-7f);
  }

  @Test
  void theFilterBankIsTheReferences() {
    MelFilterBank filters = new MelFilterBank(128, 16_000);
    FloatArray expected = piece("fbank.mel_banks");
    for (int m = 0; m < 128; m++) {
      assertClose(filters.row(m), expected.slice(m), 1e-4f);
    }
  }

  @Test
  void filterThreeIsEmpty() {
    assertThat(new MelFilterBank(128, 16_000).row(3)).containsOnly(0);
  }

  @Test
  void theEnergiesAreTheReferences() {
    float[] sound = input();
    float[] mel = new float[128 * 98];
    new MelSpectrogram(128, 16_000).compute(sound, sound.length, mel, 0, 98);
    FloatArray expected = piece("fbank.out");
    float max = 0;
    for (int t = 0; t < 98; t++) {
      for (int m = 0; m < 128; m++) {
        max = Math.max(max, Math.abs(mel[m * 98 + t] - expected.get(t * 128 + m)));
      }
    }
    // The reference itself is 1.65e-3 from its own float64 run.
    assertThat(max).isLessThan(2e-3f);
  }

  @Test
  void columnsBeyondTheSoundAreLeftAlone() {
    float[] sound = input();
    float[] mel = new float[128 * 204];
    new MelSpectrogram(128, 16_000).compute(sound, sound.length, mel, 0, 204);
    FloatArray expected = piece("waveform2melspec.out");
    assertClose(mel, expected, 2e-3f);
    assertThat(mel[98]).isZero();
  }

  @Test
  void theTransformIsThatOfTheDefinition() {
    long seed = 4;
    Random random = new Random(seed);
    double[] x = new double[RealFft.SIZE];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    double[] power = new double[RealFft.BINS];
    RealFft fft = new RealFft();
    for (int round = 0; round < 2; round++) {
      fft.power(x, power);
      for (int k = 0; k < RealFft.BINS; k++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < x.length; i++) {
          re += x[i] * Math.cos(2 * Math.PI * k * i / RealFft.SIZE);
          im -= x[i] * Math.sin(2 * Math.PI * k * i / RealFft.SIZE);
        }
        assertThat(power[k])
            .as("bin %d, seed %d", k, seed)
            .isCloseTo(re * re + im * im, within(1e-8));
      }
    }
  }

  private static float[] input() {
    Map<String, Object> manifest = Goldens.json("audio/manifest.json");
    return Goldens.formula(Goldens.map(manifest, "pieces", "fbank", "input")).toArray();
  }

  private static FloatArray piece(String name) {
    return Objects.requireNonNull(PIECES.get(name), name);
  }

  private static void assertClose(float[] got, FloatArray expected, float tolerance) {
    assertThat(got).hasSize((int) expected.shape().count());
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).as("value %d", i).isCloseTo(expected.get(i), within(tolerance));
    }
  }
}
