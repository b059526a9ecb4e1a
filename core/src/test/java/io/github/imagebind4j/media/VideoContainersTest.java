package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoContainersTest {

  @ParameterizedTest
  @CsvSource({
    // file, frames, rate, the number that the first frame has in the formula
    "gradient_mpeg4.avi,   24, 12,  0",
    "gradient_bframes.mkv, 24, 12,  0",
    "gradient_vp9.webm,    24, 12,  0",
    "gradient_vp8.webm,    24, 12,  0",
    "gradient_h264.mov,    24, 12,  0",
    "gradient_av1.mp4,     24, 12,  0",
    "gradient_opengop.ts,  24, 25,  0",
    "gradient_mjpeg.avi,    8, 12,  0",
    "gradient_cut.mp4,     13, 12, 11"
  })
  void everyContainerGivesTheGradientFrameByFrame(String file, int frames, int rate, int first) {
    VideoFrames video = decode(file, IntStream.range(0, frames).toArray());
    assertThat(video.info().frameCount()).isEqualTo(frames);
    assertThat(video.info().framesPerSecond()).isCloseTo(rate, within(0.2));
    assertThat(video.info().width()).isEqualTo(64);
    assertThat(video.info().height()).isEqualTo(48);
    for (int i = 0; i < frames; i++) {
      checkGradient(video.frames().get(i), first + i);
    }
    // Backwards and with repeats; and each alone, by a seek.
    int[] backwards = IntStream.range(0, 2 * frames).map(i -> frames - 1 - i / 2).toArray();
    List<RgbImage> again = decode(file, backwards).frames();
    for (int i = 0; i < frames; i++) {
      RgbImage onward = video.frames().get(i);
      assertThat(again.get(2 * (frames - 1 - i)).equals(onward)).as("frame %d", i).isTrue();
      assertThat(decode(file, i).frames().getFirst().equals(onward)).as("frame %d", i).isTrue();
    }
  }

  @Test
  void aFrameAskedForTwiceIsDecodedOnce() {
    VideoFrames video = decode("gradient_h264.mov", 5, 5, 3);
    assertThat(video.frames().get(0)).isSameAs(video.frames().get(1));
    assertThat(video.indices()).containsExactly(5, 5, 3);
  }

  private static VideoFrames decode(String file, int... numbers) {
    return FfmpegVideo.decode(MediaFiles.source(file), MediaLimits.DEFAULT, _ -> numbers);
  }

  private static void checkGradient(RgbImage frame, int k) {
    var rgb = frame.asBuffer();
    double red = 0;
    double difference = 0;
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        int r = rgb.get() & 0xff;
        int g = rgb.get() & 0xff;
        int b = rgb.get() & 0xff;
        red += r;
        difference +=
            Math.abs(r - (40 + 8 * k)) + Math.abs(g - (30 + 3 * x)) + Math.abs(b - (220 - 4 * y));
      }
    }
    assertThat(red / (64 * 48)).as("mean red of frame %d", k).isCloseTo(40 + 8 * k, within(3.5));
    assertThat(difference / (64 * 48 * 3)).as("mean difference in frame %d", k).isLessThan(6);
  }
}
