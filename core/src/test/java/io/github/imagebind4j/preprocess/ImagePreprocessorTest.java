package io.github.imagebind4j.preprocess;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference's images, from the file to the tensor. Crops are compared in 8 bits, where equal
/// means equal.
class ImagePreprocessorTest {
  private static final List<Object> IMAGES =
      Goldens.list(Goldens.json("images/manifest.json").get("images"));
  private static final int MAX_LEVELS_LOSSY_WEBP = 2;
  private static final float TENSOR_TOLERANCE = 1e-6f;

  static Stream<String> images() {
    return IntStream.range(0, IMAGES.size()).mapToObj(i -> i + " " + image(i).get("file"));
  }

  private static Map<String, Object> image(int index) {
    return Goldens.map(IMAGES.get(index));
  }

  private static RgbImage decode(String golden) {
    return MediaDecoder.standard().image(MediaSource.of(Goldens.bytes(golden), golden));
  }

  @Test
  void allImagesAreThere() {
    assertThat(IMAGES).hasSize(29);
  }

  @ParameterizedTest
  @MethodSource("images")
  void cropIsPillowsInEveryPixel(String labelled) {
    Map<String, Object> golden = image(index(labelled));
    RgbImage file = decode("images/" + golden.get("file"));
    assertThat(new int[] {file.width(), file.height()})
        .isEqualTo(Goldens.dims(golden.get("size_wh")));

    byte[] crop = ImagePreprocessor.reference().crop(file);
    byte[] expected = decode("images/" + golden.get("crop_png")).toBytes();

    if (labelled.endsWith("/lossy.webp")) {
      assertThat(mostLevelsApart(crop, expected)).isLessThanOrEqualTo(MAX_LEVELS_LOSSY_WEBP);
    } else {
      assertThat(crop).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void tensorIsTheReferencesAtTwoThousandPlaces(String labelled) {
    int index = index(labelled);
    FloatArray samples = Goldens.npy("images/samples.npy").slice(index);
    FloatArray positions = Goldens.npy("images/sample_positions.npy");
    FloatArray tensor =
        ImagePreprocessor.reference().apply(decode("images/" + image(index).get("file")));

    assertThat(tensor.shape().dims()).containsExactly(3, 224, 224);
    float tolerance = TENSOR_TOLERANCE;
    if (labelled.endsWith("/lossy.webp")) {
      tolerance += MAX_LEVELS_LOSSY_WEBP / 255f / ImagePreprocessor.STD[1];
    }
    float worst = 0;
    for (int i = 0; i < 2000; i++) {
      worst = Math.max(worst, Math.abs(tensor.get((int) positions.get(i)) - samples.get(i)));
    }
    assertThat(worst).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void fullTensorsAreTheReferences() {
    Map<String, FloatArray> full = Goldens.npz("images/full_tensors.npz");
    assertThat(full).hasSize(4);
    for (Object entry : IMAGES) {
      Object key = Goldens.map(entry).get("full_tensor");
      if (key == null) {
        continue;
      }
      String name = key.toString().replaceAll(".*\\[(.*)]", "$1");
      FloatArray expected = requireNonNull(full.remove(name));
      FloatArray tensor =
          ImagePreprocessor.reference().apply(decode("images/" + Goldens.map(entry).get("file")));
      assertThat(tensor.shape()).isEqualTo(expected.shape());
      for (int i = 0; i < tensor.shape().count(); i++) {
        assertThat(Math.abs(tensor.get(i) - expected.get(i))).isLessThanOrEqualTo(TENSOR_TOLERANCE);
      }
    }
    assertThat(full).isEmpty();
  }

  @Test
  void pillowsBicubicIsReproducedInEveryBit() {
    Map<String, FloatArray> goldens = Goldens.safetensors("images/pillow_bicubic.safetensors");
    assertThat(goldens).hasSize(28);
    for (int k = 0; k < 14; k++) {
      FloatArray in = requireNonNull(goldens.get("case" + k + ".in"));
      FloatArray out = requireNonNull(goldens.get("case" + k + ".out"));
      int width = in.shape().dim(1);
      int channels = in.shape().dim(2);
      byte[] source = bytes(in);
      byte[] resized =
          ByteResampler.resample(
              (y, x, count, target) ->
                  System.arraycopy(source, (y * width + x) * channels, target, 0, count * channels),
              channels,
              ResizeCrop.whole(width, in.shape().dim(0), out.shape().dim(1), out.shape().dim(0)));
      assertThat(resized).as("case %d", k).isEqualTo(bytes(out));
    }
  }

  @Test
  void aStripOneToTenMillionIsNeverResizedWhole() {
    RgbImage strip = RgbImage.wrap(10_000_000, 1, new byte[30_000_000]);
    assertThat(ImagePreprocessor.reference().apply(strip).shape().dims())
        .containsExactly(3, 224, 224);
  }

  @Test
  void anotherSizeGivesAnotherShape() {
    RgbImage image = RgbImage.wrap(50, 40, new byte[6000]);
    assertThat(ImagePreprocessor.ofSize(16).apply(image).shape().dims()).containsExactly(3, 16, 16);
    assertThatThrownBy(() -> ImagePreprocessor.ofSize(0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("from 1 to 4096");
  }

  private static int index(String labelled) {
    return Integer.parseInt(labelled.substring(0, labelled.indexOf(' ')));
  }

  private static byte[] bytes(FloatArray values) {
    byte[] bytes = new byte[(int) values.shape().count()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values.get(i);
    }
    return bytes;
  }

  private static int mostLevelsApart(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return most;
  }
}
