package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.Waveform;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The golden wav files through the decoder and the preprocessor, by the rules of the goldens'
/// README: bands that hold only rounding noise differ between any two float implementations, so the
/// largest difference counts only above the noise.
class AudioGoldenTest {
  private static final Map<String, FloatArray> MELS = Goldens.npz("audio/mel.npz");
  private static final float ABOVE_NOISE = -0.25f;

  static Stream<Map<String, Object>> wavs() {
    return Goldens.list(Goldens.json("audio/manifest.json").get("wavs")).stream()
        .map(wav -> Goldens.map(wav));
  }

  @ParameterizedTest
  @MethodSource("wavs")
  void samplesRateAndChannelsAreTheFiles(Map<String, Object> golden) {
    Waveform sound = decode(golden);
    assertThat(sound.sampleRate()).isEqualTo((int) Goldens.number(golden.get("sample_rate")));
    assertThat(sound.channelCount()).isEqualTo((int) Goldens.number(golden.get("channels")));
    assertThat(sound.sampleCount()).isEqualTo((int) Goldens.number(golden.get("frames")));
  }

  @ParameterizedTest
  @MethodSource("wavs")
  void theSpectrogramIsTheReferences(Map<String, Object> golden) {
    FloatArray expected = Objects.requireNonNull(MELS.get((String) golden.get("tensor")));
    FloatArray got = new AudioPreprocessor().apply(decode(golden));
    assertThat(got.shape()).isEqualTo(expected.shape());

    float[] differences = new float[(int) got.shape().count()];
    double sum = 0;
    double maxAboveNoise = 0;
    for (int i = 0; i < differences.length; i++) {
      differences[i] = Math.abs(got.get(i) - expected.get(i));
      sum += differences[i];
      if (expected.get(i) > ABOVE_NOISE) {
        maxAboveNoise = Math.max(maxAboveNoise, differences[i]);
      }
    }
    Arrays.sort(differences);
    double p99 = differences[(int) Math.ceil(0.99 * differences.length) - 1];
    double referencesP99 = Goldens.number(Goldens.map(golden, "diff_to_float64_run").get("p99"));
    assertThat(sum / differences.length).as("mean difference").isLessThanOrEqualTo(1e-3);
    assertThat(p99).as("99th percentile").isLessThanOrEqualTo(Math.max(1e-3, 3 * referencesP99));
    assertThat(maxAboveNoise).as("maximum above the noise").isLessThanOrEqualTo(1e-3);
  }

  private static Waveform decode(Map<String, Object> golden) {
    MediaSource source = MediaSource.of(Goldens.path("audio/" + golden.get("file")));
    return MediaDecoder.standard().audio(source);
  }
}
