package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand embeddings of all six senses in one process: resident memory must not grow, and an
/// input must give the same vector at the end as at the start.
@Tag("long")
class SoakTest {
  private static final int EMBEDS = 20_000;

  /// The Java heap, and the memory that the C library keeps at hand for each thread, reach their
  /// working size during the first thousands of embeds; a run of 40,000 had it by the 7,000th.
  private static final int WARM_UP = 10_000;

  private static final long GROWTH_MB = 24;

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void residentMemoryStaysFlatOverTenThousandEmbedsMore() throws IOException {
    byte[] json = Goldens.bytes("models/tiny_a/config.json");
    ImageBindOptions options =
        ImageBindOptions.defaults()
            .withConfig(ModelConfig.fromJson(new String(json, StandardCharsets.UTF_8)));
    List<Input> inputs = inputs();
    Map<Input, Embedding> first = new HashMap<>();
    List<Long> curve = new ArrayList<>();
    List<Long> heap = new ArrayList<>();
    try (ImageBind model = ImageBind.load(Goldens.path("models/tiny_a/weights.pth"), options)) {
      for (int i = 0; i < EMBEDS; i++) {
        if (i % 1_000 == 0) {
          curve.add(residentMb());
          heap.add(Runtime.getRuntime().totalMemory() >> 20);
        }
        Input input = inputs.get(i % inputs.size());
        Embedding embedding = model.embed(input);
        Embedding before = first.putIfAbsent(input, embedding);
        assertThat(before == null ? embedding : before).isEqualTo(embedding);
      }
      curve.add(residentMb());
      heap.add(Runtime.getRuntime().totalMemory() >> 20);
    }
    System.out.println("of these Java heap: " + heap);
    System.out.println("resident MB every 1,000 embeds: " + curve);
    long warm = curve.get(WARM_UP / 1_000);
    assertThat(curve.getLast()).isLessThan(warm + GROWTH_MB);
  }

  /// Of a hundred: 20 pictures, 8 sounds, 4 each of depth, thermal and motion, one video, the rest
  /// texts.
  private List<Input> inputs() throws IOException {
    Path motion = folder.resolve("motion.npy");
    NpyFile.write(motion, wave(6, 2000));
    Path depth = folder.resolve("depth.npy");
    NpyFile.write(depth, wave(240, 320));
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      inputs.add(
          switch (i % 25) {
            case 0, 5, 10, 15, 20 ->
                Input.image(Goldens.path("images/files/landscape_420_q75.jpg"));
            case 1, 11 -> Input.audio(Goldens.path("audio/files/noise_44k1_stereo_i16_1.9s.wav"));
            case 2 -> Input.depth(depth);
            case 3 -> Input.thermal(Goldens.path("images/files/gray.jpg"));
            case 4 -> Input.imu(motion);
            default -> Input.text("sentence number " + i);
          });
    }
    inputs.set(99, Input.video(Goldens.path("video/files/short_226x224_2997.mp4")));
    return inputs;
  }

  private static FloatArray wave(int... dims) {
    float[] values = new float[dims[0] * dims[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 + (float) Math.sin(0.01 * i);
    }
    return FloatArray.wrap(values, dims);
  }

  private static long residentMb() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new AssertionError("no VmRSS in /proc/self/status");
  }
}
