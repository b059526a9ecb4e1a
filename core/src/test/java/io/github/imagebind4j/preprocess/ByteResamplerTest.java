package io.github.imagebind4j.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// The quick resampler against Pillow's loop written down as plainly as it goes. The goldens of
/// [ImagePreprocessorTest] hold both to Pillow itself.
class ByteResamplerTest {

  @RepeatedTest(60)
  void equalsThePlainLoopForAnySize() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int channels = random.nextBoolean() ? 3 : 1;
    int width = 1 + random.nextInt(300);
    int height = 1 + random.nextInt(300);
    byte[] source = pixels(random, width * height * channels);
    ResizeCrop plan =
        random.nextBoolean()
            ? ResizeCrop.centre(1 + random.nextInt(60), width, height)
            : ResizeCrop.whole(width, height, 1 + random.nextInt(90), 1 + random.nextInt(90));
    assertThat(ByteResampler.resample(rows(source, width, channels), channels, plan))
        .as("seed %d: %s, %d channels", seed, plan, channels)
        .isEqualTo(plain(source, channels, plan));
  }

  @Test
  void hardEdgesOvershootAndAreClippedAtBothEnds() {
    byte[] source = new byte[40 * 40];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) ((i % 40 / 5 + i / 40 / 5) % 2 == 0 ? 255 : 0);
    }
    ResizeCrop plan = ResizeCrop.whole(40, 40, 67, 67);
    byte[] out = ByteResampler.resample(rows(source, 40, 1), 1, plan);
    assertThat(out).isEqualTo(plain(source, 1, plan)).contains((byte) 0, (byte) 255);
  }

  @Test
  void aSizeThatStaysIsCopied() {
    byte[] source = pixels(new Random(3), 30 * 20 * 3);
    ResizeCrop plan = ResizeCrop.whole(30, 20, 30, 20);
    assertThat(ByteResampler.resample(rows(source, 30, 3), 3, plan)).isEqualTo(source);
  }

  /// Half noise, half black and white, whose edges overshoot.
  private static byte[] pixels(Random random, int count) {
    byte[] pixels = new byte[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(2) * 255);
    }
    return pixels;
  }

  private static ByteResampler.Rows rows(byte[] source, int width, int channels) {
    return (y, x, count, target) ->
        System.arraycopy(source, (y * width + x) * channels, target, 0, count * channels);
  }

  private static byte[] plain(byte[] source, int channels, ResizeCrop plan) {
    byte[] between = source;
    int width = plan.width();
    int left = 0;
    if (!plan.keepsWidth()) {
      between = alongRows(source, width, plan.height(), channels, plan.horizontal());
      width = plan.cropWidth();
    } else {
      left = (int) plan.left();
    }
    byte[] out = new byte[plan.cropHeight() * plan.cropWidth() * channels];
    BicubicAxis axis = plan.vertical();
    int[] weights = axis.fixedWeights();
    for (int y = 0; y < plan.cropHeight(); y++) {
      for (int i = 0; i < plan.cropWidth() * channels; i++) {
        int sum = 1 << 21;
        for (int k = 0; k < axis.count(y); k++) {
          int from = (axis.start(y) + k) * width * channels + left * channels + i;
          sum += (between[from] & 0xff) * weights[y * axis.taps() + k];
        }
        int kept = ((int) plan.top() + y) * width * channels + left * channels + i;
        out[y * plan.cropWidth() * channels + i] =
            plan.keepsHeight() ? between[kept] : (byte) Math.clamp(sum >> 22, 0, 255);
      }
    }
    return out;
  }

  private static byte[] alongRows(
      byte[] source, int width, int height, int channels, BicubicAxis axis) {
    int[] weights = axis.fixedWeights();
    byte[] out = new byte[height * axis.length() * channels];
    for (int i = 0; i < out.length; i++) {
      int c = i % channels;
      int x = i / channels % axis.length();
      int y = i / channels / axis.length();
      int sum = 1 << 21;
      for (int k = 0; k < axis.count(x); k++) {
        int from = (y * width + axis.start(x) + k) * channels + c;
        sum += (source[from] & 0xff) * weights[x * axis.taps() + k];
      }
      out[i] = (byte) Math.clamp(sum >> 22, 0, 255);
    }
    return out;
  }
}
