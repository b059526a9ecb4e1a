package io.github.imagebind4j.preprocess;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.ThermalImage;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Depth, thermal and motion, from the file to the tensor, against independent code
/// (`goldens/senses/make_senses.py`).
class SensePreprocessorsTest {
  private static final Map<String, FloatArray> GOLDEN = Goldens.npz("senses/senses.npz");
  private static final MediaDecoder DECODER = MediaDecoder.standard();
  private static final float DEPTH_TOLERANCE = 2e-5f;
  private static final float THERMAL_TOLERANCE = 1e-6f;
  private static final float MOTION_TOLERANCE = 1e-5f;

  private static MediaSource file(String name) {
    return MediaSource.of(Goldens.bytes("senses/" + name), name);
  }

  private static FloatArray golden(String name) {
    return requireNonNull(GOLDEN.get(name), name);
  }

  /// Every fourth row and every fourth column from 1 on, as the goldens are stored.
  private static void assertSampled(FloatArray got, String golden, float tolerance) {
    FloatArray expected = golden(golden);
    assertThat(got.shape().dims()).containsExactly(1, 224, 224);
    float worst = 0;
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 56; x++) {
        float at = got.get(4 * y * 224 + 4 * x + 1);
        worst = Math.max(worst, Math.abs(at - expected.get(y * 56 + x)));
      }
    }
    assertThat(worst).as(golden).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void floatBicubicIsPillowsModeF() {
    for (int k = 0; k < 5; k++) {
      FloatArray in = golden("float" + k + "_in");
      float[] out =
          FloatResampler.resample(
              in.toArray(), ResizeCrop.centre(224, in.shape().dim(1), in.shape().dim(0)));
      assertSampled(FloatArray.wrap(out, 1, 224, 224), "float" + k + "_out", 1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "omnivore", "sun", "nyu"})
  void depthInMillimetresBecomesTheProfilesDisparity(String profile) {
    DepthMap map = DECODER.depth(file("depth_mm.png"), DepthFormat.DEFAULT);
    FloatArray tensor = DepthPreprocessor.of(DepthProfile.named(profile), 224).apply(map);
    assertSampled(tensor, "depth_" + profile, DEPTH_TOLERANCE);
  }

  @Test
  void sunsRotatedMillimetresAndMetresInTiffAreTheSameDepth() {
    DepthMap millimetres = DECODER.depth(file("depth_mm.png"), DepthFormat.DEFAULT);
    DepthFormat sun = DepthFormat.DEFAULT.withUnit(DepthFormat.Unit.SUN_RGBD);
    DepthMap rotated = DECODER.depth(file("depth_sun.png"), sun);
    DepthMap metres = DECODER.depth(file("depth_m.tiff"), DepthFormat.DEFAULT);
    assertThat(rotated.toArray()).isEqualTo(millimetres.toArray());
    assertThat(metres.toArray()).isEqualTo(millimetres.toArray());
  }

  @Test
  void holesAreFilledRingByRingFromTheirRims() {
    DepthMap map = DECODER.depth(file("depth_mm.png"), DepthFormat.DEFAULT);
    assertThat(HoleFiller.fill(map)).isEqualTo(golden("depth_filled").toArray());
  }

  @Test
  void aMapWithoutHolesIsNotTouched() {
    float[] metres = {1, 2, 3, 4};
    DepthMap map = DepthMap.copyOf(2, 2, metres, DepthFormat.DEFAULT);
    assertThat(HoleFiller.fill(map)).isEqualTo(metres);
  }

  @Test
  void aMapOfNothingButHolesIsRefused() {
    float[] holes = {0, Float.NaN, -1, Float.POSITIVE_INFINITY};
    DepthMap map = DepthMap.copyOf(2, 2, holes, DepthFormat.DEFAULT);
    assertThatThrownBy(() -> DepthPreprocessor.reference().apply(map))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("every pixel is 0, negative or NaN");
  }

  @Test
  void disparityScalesWithTheCamera() {
    float[] metres = new float[100];
    Arrays.fill(metres, 2);
    DepthFormat camera = DepthFormat.DEFAULT.withCamera(400, 0.1);
    DepthMap map = DepthMap.copyOf(10, 10, metres, camera);
    FloatArray tensor = DepthPreprocessor.reference().apply(map);
    // 0.1 m * 400 px / (2 m * 8) = 2.5 px.
    assertThat(tensor.get(0)).isCloseTo((2.5f / 75 - 0.0418f) / 0.0295f, within(1e-6f));
  }

  @Test
  void thermalLevelsAreResizedByPillowsBicubicAndNotNormalised() {
    assertSampled(
        ThermalPreprocessor.reference().apply(DECODER.thermal(file("thermal_l8.png"))),
        "thermal_l8",
        THERMAL_TOLERANCE);
    assertSampled(
        ThermalPreprocessor.reference().apply(DECODER.thermal(file("thermal_rgb.png"))),
        "thermal_rgb",
        THERMAL_TOLERANCE);
  }

  @Test
  void weaviatesThermalProfileNormalises() {
    assertSampled(
        ThermalPreprocessor.of(ThermalProfile.named("weaviate"), 224)
            .apply(DECODER.thermal(file("thermal_l8.png"))),
        "thermal_l8_weaviate",
        THERMAL_TOLERANCE);
  }

  @Test
  void sixteenBitThermalIsScaledByItsOwnRangeOrAFixedOne() {
    ThermalImage own = DECODER.thermal(file("thermal_l16.png"));
    ThermalImage fixed =
        DECODER.thermal(file("thermal_l16.png"), ThermalFormat.fixed(29500, 31500));
    ThermalPreprocessor preprocessor = ThermalPreprocessor.reference();
    assertSampled(preprocessor.apply(own), "thermal_l16", THERMAL_TOLERANCE);
    assertSampled(preprocessor.apply(fixed), "thermal_l16_fixed", THERMAL_TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "imu2clip"})
  void motionIsInterpolatedToTheProfilesRateAndPaddedWithZeros(String profile) {
    ImuSeries series = DECODER.imu(file("imu_100hz.csv"), ImuFormat.DEFAULT);
    assertThat(series.sampleRateHz()).isCloseTo(100, within(1e-9));
    FloatArray tensor = ImuPreprocessor.of(ImuProfile.named(profile)).apply(series);
    FloatArray expected = golden("imu_" + profile);
    assertThat(tensor.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < tensor.shape().count(); i++) {
      assertThat(tensor.get(i)).isCloseTo(expected.get(i), within(MOTION_TOLERANCE));
    }
  }

  @Test
  void motionAtTheProfilesRateIsTakenAsItIs() {
    long seed = 20_240_607L;
    Random random = new Random(seed);
    float[][] channels = new float[6][2500];
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = random.nextFloat();
      }
    }
    ImuSeries series = ImuSeries.copyOf(400, channels);
    FloatArray tensor = ImuPreprocessor.reference().apply(series, 1);
    for (int c = 0; c < 6; c++) {
      for (int i = 0; i < 2000; i++) {
        assertThat(tensor.get(c * 2000 + i)).as("seed %d", seed).isEqualTo(channels[c][400 + i]);
      }
    }
  }

  @Test
  void aStartAfterTheRecordingsEndIsRefused() {
    ImuSeries series = ImuSeries.copyOf(400, new float[6][400]);
    assertThatThrownBy(() -> ImuPreprocessor.reference().apply(series, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lasts 1.0 s");
  }

  @Test
  void anUnknownProfileIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> DepthProfile.named("hha"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[reference, omnivore, sun, nyu]");
    assertThatThrownBy(() -> ThermalProfile.named("x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[reference, weaviate]");
    assertThatThrownBy(() -> ImuProfile.named("x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("[reference, imu2clip]");
  }
}
