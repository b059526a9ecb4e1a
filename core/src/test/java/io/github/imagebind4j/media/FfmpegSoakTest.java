package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Every native structure is freed, also when decoding fails: resident memory stays flat.
@Tag("long")
class FfmpegSoakTest {
  private static final int ROUNDS = 8_000;

  @Test
  @EnabledOnOs(OS.LINUX) // reads /proc
  void sixteenThousandDecodesDoNotGrowTheProcess() throws IOException {
    String[] files = {
      "chirp.mp3",
      "chirp.flac",
      "chirp_aac.m4a",
      "gradient_h264.mov",
      "gradient_vp9.webm",
      "gradient_bframes.mkv",
      "gradient_opengop.ts",
      "gradient_av1.mp4"
    };
    long seed = 1;
    Random random = new Random(seed);
    long warm = 0;
    for (int round = 0; round < 2 * ROUNDS; round++) {
      byte[] bytes = MediaFiles.bytes(files[round % files.length]);
      if (round % 3 == 0) {
        for (int i = 0; i < 10; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      decode(MediaSource.of(bytes, "round " + round + " of seed " + seed));
      if (round == ROUNDS) {
        warm = residentKilobytes();
      }
    }
    assertThat(residentKilobytes() - warm).as("growth in kB").isLessThan(20_000);
  }

  private static void decode(MediaSource source) {
    MediaLimits limits = MediaLimits.DEFAULT.withMaxPixels(1_000_000);
    try {
      assertThat(FfmpegAudio.decode(source, limits).sampleCount()).isPositive();
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining(source.name());
    }
    try {
      assertThat(FfmpegVideo.decode(source, limits, info -> new int[] {info.frameCount() - 1}))
          .isNotNull();
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining(source.name());
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
