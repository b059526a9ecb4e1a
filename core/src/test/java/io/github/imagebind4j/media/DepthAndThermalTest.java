package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.DepthFormat.Unit;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.ThermalFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Depth and thermal files: units, scaling rules, and what is refused.
class DepthAndThermalTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();

  private static MediaSource npy(float[] values, int... dims) {
    var out = new ByteArrayOutputStream();
    NpyFile.write(out, FloatArray.wrap(values, dims));
    return MediaSource.of(out.toByteArray(), "map.npy");
  }

  /// An `.npy` of unsigned integers of one or two bytes.
  private static MediaSource npyOfIntegers(String descr, byte[] values, int height, int width) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(descr, height, width);
    header += " ".repeat(117 - header.length()) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + header.length() + values.length);
    file.put((byte) 0x93).put("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    file.put((byte) header.length()).put((byte) 0);
    file.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(values);
    return MediaSource.of(file.array(), "map.npy");
  }

  @Test
  void floatsAreMetresAndIntegersMillimetresUnlessSaid() {
    MediaSource floats = npy(new float[] {1.5f, 2}, 1, 2);
    assertThat(DECODER.depth(floats, DepthFormat.DEFAULT).toArray()).containsExactly(1.5f, 2);
    DepthFormat millimetres = DepthFormat.DEFAULT.withUnit(Unit.MILLIMETRES);
    assertThat(DECODER.depth(floats, millimetres).toArray()).containsExactly(0.0015f, 0.002f);

    MediaSource integers = npyOfIntegers("<u2", new byte[] {(byte) 0xdc, 5, 0, 0}, 1, 2);
    assertThat(DECODER.depth(integers, DepthFormat.DEFAULT).toArray()).containsExactly(1.5f, 0);
    DepthFormat metres = DepthFormat.DEFAULT.withUnit(Unit.METRES);
    assertThat(DECODER.depth(integers, metres).toArray()).containsExactly(1500, 0);
  }

  @Test
  void whatIsNoDistanceIsAHole() {
    float[] values = {1, 0, -1, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    DepthMap map = DECODER.depth(npy(values, 2, 3), DepthFormat.DEFAULT);
    assertThat(map.toArray()).containsExactly(1, 0, 0, 0, 0, 0);
    assertThat(map.width()).isEqualTo(3);
  }

  @Test
  void aSingleChannelAxisIsAccepted() {
    assertThat(DECODER.depth(npy(new float[6], 1, 2, 3), DepthFormat.DEFAULT).height())
        .isEqualTo(2);
    assertThat(DECODER.depth(npy(new float[6], 2, 3, 1), DepthFormat.DEFAULT).width()).isEqualTo(3);
    assertThatThrownBy(() -> DECODER.depth(npy(new float[12], 2, 3, 2), DepthFormat.DEFAULT))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("map.npy: expected an array [H, W], got [2, 3, 2]");
  }

  @Test
  void aPictureOfDepthIsRefused() {
    for (String name : new String[] {"rgb.png", "la.png", "gray.jpg"}) {
      MediaSource source = MediaSource.of(Goldens.bytes("images/files/" + name), name);
      assertThatThrownBy(() -> DECODER.depth(source, DepthFormat.DEFAULT))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("a picture of depth, not distances; give a 16-bit PNG");
    }
  }

  @Test
  void rotatedFloatsAreRefused() {
    DepthFormat sun = DepthFormat.DEFAULT.withUnit(Unit.SUN_RGBD);
    assertThatThrownBy(() -> DECODER.depth(npy(new float[] {1}, 1, 1), sun))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("rotated form is 16-bit integers");
  }

  @Test
  void arraysBeyondTheLimitAreRefused() {
    MediaDecoder small = MediaDecoder.standard(MediaLimits.DEFAULT.withMaxPixels(100));
    assertThatThrownBy(() -> small.depth(npy(new float[121], 11, 11), DepthFormat.DEFAULT))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("map.npy")
        .hasMessageContaining("limit of 100");
  }

  @Test
  void thermalFloatsSpreadOverTheirOwnRangeOrAFixedOne() {
    MediaSource celsius = npy(new float[] {20, 25, 30, 60}, 2, 2);
    assertThat(DECODER.thermal(celsius)).isEqualTo(levels(2, 2, 0, 32, 64, 255));
    assertThat(DECODER.thermal(celsius, ThermalFormat.fixed(20, 30)))
        .isEqualTo(levels(2, 2, 0, 128, 255, 255));
    assertThat(DECODER.thermal(npy(new float[] {7, 7}, 1, 2))).isEqualTo(levels(2, 1, 0, 0));
  }

  @Test
  void thermalBytesAreLevelsAlready() {
    MediaSource bytes = npyOfIntegers("|u1", new byte[] {10, 20, (byte) 200}, 1, 3);
    assertThat(DECODER.thermal(bytes)).isEqualTo(levels(3, 1, 10, 20, 200));
  }

  @Test
  void colourThermalIsTakenToPillowsLuma() {
    RgbImage image = RgbImage.copyOf(3, 1, new byte[] {-1, 0, 0, 0, -1, 0, 0, 0, -1});
    assertThat(ThermalImage.luma(image)).isEqualTo(levels(3, 1, 76, 150, 29));
  }

  @Test
  void aThermalPixelThatIsNaNIsNamed() {
    assertThatThrownBy(() -> DECODER.thermal(npy(new float[] {1, 2, 3, Float.NaN}, 2, 2)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("the pixel in row 1, column 1 is NaN");
  }

  @Test
  void aFixedRangeRunsUpwards() {
    assertThatThrownBy(() -> ThermalFormat.fixed(30, 20))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("low < high");
  }

  private static ThermalImage levels(int width, int height, int... levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return ThermalImage.copyOf(width, height, bytes);
  }
}
