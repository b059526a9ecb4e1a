package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.VideoFrames;
import io.github.imagebind4j.media.VideoInfo;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VideoPreprocessorTest {
  private static final Map<String, Object> MANIFEST = Goldens.json("video/manifest.json");
  private static final Map<String, FloatArray> PIECES =
      Goldens.safetensors("video/pieces.safetensors");
  private static final FloatArray POSITIONS = Goldens.npy("video/sample_positions.npy");
  private static final FloatArray SAMPLES = Goldens.npy("video/samples.npy");

  static IntStream videos() {
    return IntStream.range(0, Goldens.list(MANIFEST.get("videos")).size());
  }

  static Stream<Map<String, Object>> cases(String op) {
    return Goldens.list(Goldens.map(MANIFEST, "pieces").get("cases")).stream()
        .map(value -> Goldens.map(value))
        .filter(golden -> op.equals(golden.get("op")));
  }

  @ParameterizedTest
  @MethodSource("videos")
  void theChosenFramesAreTheReferences(int video) {
    assertThat(new VideoPreprocessor().selector().select(info(video))).isEqualTo(chosen(video));
  }

  @ParameterizedTest
  @MethodSource("videos")
  void theTensorOfTheFramePngsIsTheReferences(int video) throws IOException {
    Map<String, Object> golden = golden(video);
    int[] chosen = chosen(video);
    List<RgbImage> frames = new ArrayList<>();
    for (int number : chosen) {
      Object file = Goldens.map(golden, "frame_pngs").get(String.valueOf(number));
      frames.add(picture("video/" + file));
    }
    checkTensor(video, new VideoPreprocessor().apply(VideoFrames.of(info(video), chosen, frames)));
  }

  @ParameterizedTest
  @MethodSource("videos")
  void theTensorOfTheFileIsTheReferences(int video) {
    MediaSource file = MediaSource.of(Goldens.path("video/" + golden(video).get("file")));
    var preprocessor = new VideoPreprocessor();
    VideoFrames frames = MediaDecoder.standard().video(file, preprocessor.selector());
    checkTensor(video, preprocessor.apply(frames));
  }

  private static void checkTensor(int video, FloatArray tensor) {
    assertThat(tensor.shape().dims()).isEqualTo(Goldens.dims(golden(video).get("output_shape")));
    for (int i = 0; i < POSITIONS.shape().dim(0); i++) {
      int position = (int) POSITIONS.get(i);
      assertThat(tensor.get(position))
          .as("video %d, position %d", video, position)
          .isCloseTo(SAMPLES.slice(video).get(i), within(1e-5f));
    }
  }

  @Test
  void theScalingIsTheReferences() {
    assertThat(cases("ShortSideScale")).hasSize(5);
    cases("ShortSideScale").forEach(VideoPreprocessorTest::checkScaling);
  }

  private static void checkScaling(Map<String, Object> golden) {
    FloatArray input = Goldens.formula(Goldens.map(golden, "input"));
    FloatArray expected = piece(golden);
    int planes = input.shape().dim(0) * input.shape().dim(1);
    int inHeight = input.shape().dim(2);
    int inWidth = input.shape().dim(3);
    int height = expected.shape().dim(2);
    int width = expected.shape().dim(3);
    int shortSide = (int) Goldens.number(golden.get("size"));
    var scale = ShortSideScale.of(inWidth, inHeight, shortSide);
    assertThat(scale.width()).isEqualTo(width);
    assertThat(scale.height()).isEqualTo(height);
    for (int p = 0; p < planes; p++) {
      int inPlane = p * inHeight * inWidth;
      int outPlane = p * height * width;
      scale.scale(
          (y, x, count, target) -> {
            for (int i = 0; i < count; i++) {
              target[i] = input.get(inPlane + y * inWidth + x + i);
            }
          },
          1,
          new ShortSideScale.Window(0, 0, width, height),
          (y, values) -> {
            for (int x = 0; x < width; x++) {
              assertThat(values[x])
                  .isCloseTo(expected.get(outPlane + y * width + x), within(1e-6f));
            }
          });
    }
  }

  @Test
  void theCropsAreTheReferences() {
    assertThat(cases("SpatialCrop")).hasSize(5);
    cases("SpatialCrop").forEach(VideoPreprocessorTest::checkCrops);
  }

  private static void checkCrops(Map<String, Object> golden) {
    FloatArray input = Goldens.formula(Goldens.map(golden, "input"));
    FloatArray expected = piece(golden);
    int height = input.shape().dim(2);
    int width = input.shape().dim(3);
    int size = (int) Goldens.number(golden.get("size"));
    for (int crop = 0; crop < 3; crop++) {
      FloatArray want = expected.slice(crop);
      var window = VideoPreprocessor.cropWindow(width, height, size, crop);
      for (int plane = 0; plane < 4; plane++) {
        for (int y = 0; y < size; y++) {
          for (int x = 0; x < size; x++) {
            int from =
                plane * height * width
                    + Math.toIntExact(window.top() + y) * width
                    + Math.toIntExact(window.left() + x);
            assertThat(input.get(from)).isEqualTo(want.get((plane * size + y) * size + x));
          }
        }
      }
    }
  }

  @Test
  void framesOfAClipAreSpreadAsTheReferenceSpreadsThem() {
    assertThat(cases("UniformTemporalSubsample")).hasSize(5);
    cases("UniformTemporalSubsample")
        .forEach(golden ->
            assertThat(
                    VideoPreprocessor.subsample(
                        (int) Goldens.number(golden.get("frames")),
                        (int) Goldens.number(golden.get("num_samples"))))
                .isEqualTo(Goldens.dims(golden.get("indices"))));
  }

  @Test
  void aSlideShowBelowOneFrameInTwoSecondsTakesTheFrameOnScreen() {
    int[] chosen = new VideoPreprocessor().selector().select(new VideoInfo(3, 1, 10, 64, 48));
    assertThat(chosen).hasSize(10).containsOnly(0, 1, 2).isSorted();
  }

  @Test
  void aLineOfPixelsIsScaledWithoutBuildingTheScaledPicture() {
    RgbImage line = RgbImage.wrap(1, 65_535, new byte[65_535 * 3]);
    VideoFrames frames =
        VideoFrames.of(
            new VideoInfo(1, 25, 1, 1, 65_535), new int[10], Collections.nCopies(10, line));
    assertThat(new VideoPreprocessor().apply(frames).shape().dims())
        .containsExactly(15, 3, 2, 224, 224);
  }

  @Test
  void framesChosenOtherwiseAreRefused() {
    VideoFrames frames = VideoFrames.of(info(0), new int[0], List.of());
    assertThatThrownBy(() -> new VideoPreprocessor().apply(frames))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected 10 frames")
        .hasMessageContaining("VideoPreprocessor.selector()");
  }

  private static Map<String, Object> golden(int video) {
    return Goldens.map(Goldens.list(MANIFEST.get("videos")).get(video));
  }

  private static VideoInfo info(int video) {
    Map<String, Object> golden = golden(video);
    int[] size = Goldens.dims(golden.get("width_height_after_rotation"));
    double fps = Goldens.number(golden.get("avg_fps"));
    boolean ntsc = fps != Math.rint(fps);
    return new VideoInfo(
        (int) Goldens.number(golden.get("frames")),
        ntsc ? (int) Math.round(fps * 1001) : (int) fps,
        ntsc ? 1001 : 1,
        size[0],
        size[1]);
  }

  private static int[] chosen(int video) {
    return Goldens.list(golden(video).get("clips")).stream()
        .flatMapToInt(clip -> IntStream.of(Goldens.dims(Goldens.map(clip).get("chosen_frames"))))
        .toArray();
  }

  private static FloatArray piece(Map<String, Object> golden) {
    return Objects.requireNonNull(PIECES.get((String) golden.get("tensor")));
  }

  private static RgbImage picture(String png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Goldens.bytes(png)));
    int[] pixels =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    byte[] rgb = new byte[pixels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) pixels[i];
    }
    return RgbImage.wrap(image.getWidth(), image.getHeight(), rgb);
  }
}
