package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Frames out of the golden videos against the golden PNGs, byte for byte.
class VideoGoldenTest {

  static Stream<Map<String, Object>> videos() {
    return Goldens.list(Goldens.json("video/manifest.json").get("videos")).stream()
        .map(Goldens::map);
  }

  @ParameterizedTest
  @MethodSource("videos")
  void metadataIsTheReferences(Map<String, Object> golden) {
    VideoInfo info =
        FfmpegVideo.decode(source(golden), MediaLimits.DEFAULT, _ -> new int[0]).info();
    assertThat(info.frameCount()).isEqualTo((int) Goldens.number(golden.get("frames")));
    assertThat(info.framesPerSecond()).isEqualTo(Goldens.number(golden.get("avg_fps")));
    assertThat(info.durationSeconds()).isEqualTo(Goldens.number(golden.get("duration")));
    assertThat(new int[] {info.width(), info.height()})
        .isEqualTo(Goldens.dims(golden.get("width_height_after_rotation")));
  }

  @ParameterizedTest
  @MethodSource("videos")
  void everyChosenFrameIsIdentical(Map<String, Object> golden) throws IOException {
    Map<Integer, String> pngs = new TreeMap<>();
    Goldens.map(golden.get("frame_pngs"))
        .forEach((k, v) -> pngs.put(Integer.valueOf(k), (String) v));
    int[] numbers = pngs.keySet().stream().mapToInt(Integer::intValue).toArray();
    VideoFrames frames = FfmpegVideo.decode(source(golden), MediaLimits.DEFAULT, _ -> numbers);
    List<String> files = List.copyOf(pngs.values());
    for (int i = 0; i < numbers.length; i++) {
      byte[] expected = rgb(files.get(i));
      assertThat(maxDifference(frames.frames().get(i).toBytes(), expected))
          .as("frame %d", numbers[i])
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("videos")
  void aSeekGivesTheSameFrameAsDecodingOnward(Map<String, Object> golden) {
    int count = (int) Goldens.number(golden.get("frames"));
    int[] all = java.util.stream.IntStream.range(0, count).toArray();
    VideoFrames onward = FfmpegVideo.decode(source(golden), MediaLimits.DEFAULT, _ -> all);
    for (int number = 0; number < count; number += 7) {
      int one = number;
      VideoFrames single =
          FfmpegVideo.decode(source(golden), MediaLimits.DEFAULT, _ -> new int[] {one});
      assertThat(single.frames().getFirst().equals(onward.frames().get(number)))
          .as("frame %d", number)
          .isTrue();
    }
  }

  private static MediaSource source(Map<String, Object> golden) {
    return MediaSource.of(Goldens.path("video/" + golden.get("file")));
  }

  private static int maxDifference(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int max = 0;
    for (int i = 0; i < a.length; i++) {
      max = Math.max(max, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return max;
  }

  private static byte[] rgb(String png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Goldens.bytes("video/" + png)));
    int[] pixels =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return bytes;
  }
}
