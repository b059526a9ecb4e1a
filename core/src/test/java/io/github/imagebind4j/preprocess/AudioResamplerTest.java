package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.golden.Goldens;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AudioResamplerTest {

  static Stream<Map<String, Object>> cases() {
    return Goldens.list(Goldens.map(Goldens.json("audio/manifest.json"), "pieces").get("resample"))
        .stream()
        .map(value -> Goldens.map(value));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyRatePairIsWithinAMillionthOfTheReference(Map<String, Object> golden) {
    FloatArray expected =
        Objects.requireNonNull(
            Goldens.safetensors("audio/pieces.safetensors").get((String) golden.get("tensor")));
    FloatArray formula = Goldens.formula(Goldens.map(golden, "input"));
    AudioResampler resampler = resampler(golden);
    for (int row = 0; row < 2; row++) {
      float[] input = formula.slice(row).toArray();
      input[input.length / 2] += 1;
      float[] output = all(resampler, input);
      assertThat(output).hasSize(expected.shape().dim(1));
      float[] want = expected.slice(row).toArray();
      for (int i = 0; i < output.length; i++) {
        assertThat(output[i]).as("row %d sample %d", row, i).isCloseTo(want[i], within(1e-6f));
      }
    }
  }

  @Test
  void theLengthIsRoundedAsTheReferenceRoundsIt() {
    Map<String, Object> pieces = Goldens.map(Goldens.json("audio/manifest.json"), "pieces");
    for (Object value : Goldens.list(pieces.get("resample_lengths"))) {
      Map<String, Object> golden = Goldens.map(value);
      assertThat(resampler(golden).outputLength((int) Goldens.number(golden.get("length"))))
          .as("%s", golden)
          .isEqualTo((int) Goldens.number(golden.get("out_length")));
    }
  }

  @Test
  void aPartIsTheSameAsThatPartOfTheWhole() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    float[] input = new float[5_000];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextFloat() * 2 - 1;
    }
    for (int rate : new int[] {8_000, 11_025, 16_000, 44_100, 48_000, 44_101}) {
      AudioResampler resampler = new AudioResampler(rate, 16_000);
      float[] whole = all(resampler, input);
      int from = whole.length / 3;
      int count = whole.length / 4;
      int first = (int) Math.max(0, resampler.inputStart(from));
      int end = (int) Math.min(input.length, resampler.inputEnd(from + count - 1));
      float[] part = new float[count];
      resampler.resample(Arrays.copyOfRange(input, first, end), first, from, part, 0, count);
      assertThat(part)
          .as("rate %d, seed %d", rate, seed)
          .isEqualTo(Arrays.copyOfRange(whole, from, from + count));
    }
  }

  private static AudioResampler resampler(Map<String, Object> golden) {
    return new AudioResampler(
        (int) Goldens.number(golden.get("orig_freq")),
        (int) Goldens.number(golden.get("new_freq")));
  }

  private static float[] all(AudioResampler resampler, float[] input) {
    float[] output = new float[resampler.outputLength(input.length)];
    resampler.resample(input, 0, 0, output, 0, output.length);
    return output;
  }
}
