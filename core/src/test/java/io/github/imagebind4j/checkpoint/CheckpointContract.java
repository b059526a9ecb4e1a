package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.golden.Goldens;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every [Checkpoint] keeps to, whatever its format. Each file holds the weights of `tiny_b`.
abstract class CheckpointContract {
  private static final String WEIGHTS = "models/tiny_b/weights.safetensors";
  private static final String LOGIT_SCALE = "modality_postprocessors.text.1.log_logit_scale";

  /// A golden file with the weights of `tiny_b`.
  abstract String golden();

  /// What the format makes of a float32 weight.
  float stored(float weight) {
    return weight;
  }

  DType dtype() {
    return DType.F32;
  }

  final Path file() {
    return Goldens.path(golden());
  }

  @Test
  void namesEveryTensorOfTheStateDict() {
    List<String> expected =
        Goldens.list(Goldens.json("models/tiny_b/state_dict.json").get("entries")).stream()
            .map(entry -> (String) Goldens.map(entry).get("key"))
            .toList();
    try (Checkpoint checkpoint = Checkpoint.open(file())) {
      assertThat(checkpoint.names()).hasSize(225).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void holdsTheValuesOfTheReference() {
    Map<String, FloatArray> expected = Goldens.safetensors(WEIGHTS);
    try (Checkpoint checkpoint = Checkpoint.open(file())) {
      expected.forEach((name, values) -> {
        StoredTensor tensor = checkpoint.tensor(name);
        assertThat(tensor.name()).isEqualTo(name);
        assertThat(tensor.dtype()).isEqualTo(dtype());
        assertThat(tensor.shape()).isEqualTo(values.shape());
        float[] floats = values.toArray();
        for (int i = 0; i < floats.length; i++) {
          floats[i] = stored(floats[i]);
        }
        assertThat(tensor.toFloatArray())
            .as(name)
            .isEqualTo(FloatArray.wrap(floats, values.shape().dims()));
      });
    }
  }

  @Test
  void mapsTheFileReadOnlyAndOffTheHeap() {
    try (Checkpoint checkpoint = Checkpoint.open(file())) {
      for (String name : checkpoint.names()) {
        StoredTensor tensor = checkpoint.tensor(name);
        MemorySegment data = tensor.data();
        assertThat(data.isMapped()).as(name).isTrue();
        assertThat(data.isReadOnly()).as(name).isTrue();
        assertThat(data.byteSize())
            .isEqualTo(tensor.byteSize())
            .isEqualTo(tensor.shape().count() * dtype().byteSize());
      }
    }
  }

  @Test
  void suggestsNamesForOneThatIsMissing() {
    try (Checkpoint checkpoint = Checkpoint.open(file())) {
      assertThatThrownBy(() -> checkpoint.tensor("modality_postprocessors.text.1.logit_scale"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("no tensor modality_postprocessors.text.1.logit_scale")
          .hasMessageContaining("similar names: " + LOGIT_SCALE)
          .hasMessageContaining(file().toString());
      assertThatThrownBy(() -> checkpoint.tensor("x".repeat(100_000)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("none has a similar name");
    }
  }

  @Test
  void refusesTensorsOnceClosed() {
    Checkpoint checkpoint = Checkpoint.open(file());
    StoredTensor tensor = checkpoint.tensor(LOGIT_SCALE);
    MemorySegment data = tensor.data();
    checkpoint.close();
    checkpoint.close();
    assertThatThrownBy(() -> checkpoint.tensor(LOGIT_SCALE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(tensor::data).isInstanceOf(CheckpointException.class);
    assertThatThrownBy(tensor::toFloatArray).isInstanceOf(CheckpointException.class);
    assertThatThrownBy(() -> data.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    // What it says about itself needs no file.
    assertThat(checkpoint.names()).contains(LOGIT_SCALE);
    assertThat(checkpoint.file()).isEqualTo(file());
    assertThat(checkpoint.metadata()).isEmpty();
  }

  @Test
  void doesNotLetNamesBeChanged() {
    try (Checkpoint checkpoint = Checkpoint.open(file())) {
      assertThatThrownBy(() -> checkpoint.names().remove(LOGIT_SCALE))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void servesManyThreads() throws Exception {
    try (Checkpoint checkpoint = Checkpoint.open(file());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Double> sum =
          () -> {
            double total = 0;
            for (String name : checkpoint.names()) {
              for (float value : checkpoint.tensor(name).toFloatArray().toArray()) {
                total += Float.isFinite(value) ? value : 0;
              }
            }
            return total;
          };
      double expected = sum.call();
      for (Future<Double> result : threads.invokeAll(List.of(sum, sum, sum, sum))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }
}
