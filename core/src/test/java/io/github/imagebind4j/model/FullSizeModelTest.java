package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `imagebind_huge` at full size, with random weights: 4.8 GB on disk.
@Tag("long")
class FullSizeModelTest {
  private static final long HEAP_LIMIT_MB = 200;

  @TempDir Path folder;

  @Test
  void loadsFromAPthOfItsKeysWithoutTheHeapAndEncodesAllSixSenses() {
    Path file = folder.resolve("huge.pth");
    RandomWeights.write(ModelConfig.huge(), 1, file, bytes -> {});
    requireTheReferencesKeys(file);
    long before = usedHeapMb();
    long most = 0;
    // No config is given: the shapes tell that it is the published model.
    try (ImageBindModel model = ImageBindModel.load(file, null, Device.CPU, Precision.FP32)) {
      for (Modality modality : model.config().modalities().keySet()) {
        FloatArray output = model.encode(modality, input(modality));
        assertThat(output.shape()).isEqualTo(Shape.of(1, 1024));
        for (int i = 0; i < 1024; i++) {
          assertThat(output.get(i)).isFinite();
        }
        most = Math.max(most, usedHeapMb() - before);
        System.out.println(modality + ": Java heap grew by " + most + " MB at most");
      }
    }
    assertThat(most).isLessThan(HEAP_LIMIT_MB);
  }

  private static void requireTheReferencesKeys(Path file) {
    List<String> expected = new ArrayList<>();
    Map<String, Object> golden = Goldens.json("huge_state_dict.json");
    for (Object entry : Goldens.list(golden.getOrDefault("entries", 0))) {
      Map<String, Object> tensor = Goldens.map(entry);
      expected.add(
          tensor.get("key") + " " + Shape.of(Goldens.dims(tensor.getOrDefault("shape", 0))));
    }
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(
              checkpoint.names().stream().map(name -> name + " " + checkpoint.tensor(name).shape()))
          .containsExactlyElementsOf(expected);
    }
  }

  private static FloatArray input(Modality modality) {
    int[] dims =
        switch (modality.name()) {
          case "vision" -> new int[] {1, 3, 224, 224};
          case "text" -> new int[] {1, 77};
          case "audio" -> new int[] {1, 1, 128, 204};
          case "imu" -> new int[] {1, 6, 2000};
          default -> new int[] {1, 1, 224, 224};
        };
    float[] values = new float[Math.toIntExact(Shape.of(dims).count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = modality.equals(Modality.TEXT) ? 49407 : (float) Math.sin(0.37 * i);
    }
    return FloatArray.wrap(values, dims);
  }

  private static long usedHeapMb() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
