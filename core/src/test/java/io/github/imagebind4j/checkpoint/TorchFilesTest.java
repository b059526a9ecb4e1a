package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that PyTorch itself made: `/checkpoints/README.md` has the script.
class TorchFilesTest {

  static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TorchFilesTest.class.getResource("/checkpoints/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void findsTheStateDictOfATrainingCheckpointOfEveryProtocol(int protocol) {
    try (Checkpoint checkpoint = Checkpoint.open(file("training_p" + protocol + ".pth"))) {
      // The script saved them as module.weight and module.bias.
      assertThat(checkpoint.names()).containsExactly("weight", "bias");
      assertThat(checkpoint.tensor("weight").shape()).isEqualTo(Shape.of(3, 2));
      assertThat(checkpoint.tensor("weight").toFloatArray().toArray())
          .containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(checkpoint.tensor("bias").toFloatArray().toArray())
          .containsExactly(-1f, 0.5f, 1e-30f);
    }
  }

  /// The value of arange(24).reshape(2, 3, 4) at a place.
  private static float base(int i, int j, int k) {
    return 12 * i + 4 * j + k;
  }

  @ParameterizedTest
  @ValueSource(strings = {"views.pth", "views_legacy.pth"})
  void readsViewsOfOneStorage(String name) {
    try (Checkpoint checkpoint = Checkpoint.open(file(name))) {
      float[] transposed = checkpoint.tensor("transposed").toFloatArray().toArray();
      float[] column = checkpoint.tensor("column").toFloatArray().toArray();
      for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 4; k++) {
          for (int j = 0; j < 3; j++) {
            assertThat(transposed[k * 6 + j * 2 + i]).isEqualTo(base(i, j, k));
            if (j >= 1 && k % 2 == 0) {
              assertThat(column[i * 4 + (j - 1) * 2 + k / 2]).isEqualTo(base(i, j, k));
            }
          }
        }
      }
      assertThat(checkpoint.tensor("second").toFloatArray().slice(0).toArray())
          .containsExactly(12, 13, 14, 15);
      assertThat(checkpoint.tensor("expanded").toFloatArray().toArray())
          .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
      assertThat(checkpoint.tensor("empty").shape()).isEqualTo(Shape.of(0, 3));
      assertThat(checkpoint.tensor("empty").data().byteSize()).isZero();
      assertThat(checkpoint.tensor("scalar").toFloatArray().shape()).isEqualTo(Shape.of());
      assertThat(checkpoint.tensor("scalar").toFloatArray().get(0)).isEqualTo(7);
      assertThat(checkpoint.tensor("parameter").toFloatArray().slice(1).toArray())
          .containsExactly(1, 5, 9);
      assertThat(checkpoint.tensor("squeezed").toFloatArray().toArray())
          .containsExactly(0, 1, 2, 3, 12, 13, 14, 15);
    }
  }

  @Test
  void gathersAStridedViewOnceAndMapsAContiguousOne() {
    try (Checkpoint checkpoint = Checkpoint.open(file("views.pth"))) {
      StoredTensor transposed = checkpoint.tensor("transposed");
      MemorySegment gathered = transposed.data();
      assertThat(gathered.isMapped()).isFalse();
      assertThat(gathered.isReadOnly()).isTrue();
      assertThat(transposed.data().address()).isEqualTo(gathered.address());
      assertThat(checkpoint.tensor("second").data().isMapped()).isTrue();
      assertThat(checkpoint.tensor("second").data().address())
          .isEqualTo(checkpoint.tensor("base").data().address() + 12 * Float.BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({"dtypes.pth, 13", "dtypes_legacy.pth, 10"})
  void readsEveryNumberType(String name, int types) {
    try (Checkpoint checkpoint = Checkpoint.open(file(name))) {
      assertThat(checkpoint.names()).hasSize(types);
      for (String tensor : checkpoint.names()) {
        StoredTensor stored = checkpoint.tensor(tensor);
        assertThat(stored.toFloatArray().toArray())
            .as(tensor)
            .containsExactly(
                tensor.equals("bool") ? new float[] {0, 1, 1, 1} : new float[] {0, 1, 2, 100});
      }
      assertThat(checkpoint.tensor("bfloat16").dtype()).isEqualTo(DType.BF16);
      assertThat(checkpoint.tensor("int64").dtype()).isEqualTo(DType.I64);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil_system_p2.pth, posix.system",
    "evil_system_p4.pth, posix.system",
    "evil_system_legacy.pth, posix.system",
    "evil_eval_p2.pth, __builtin__.eval",
    "evil_eval_p4.pth, builtins.eval",
    "evil_getattr_p2.pth, __builtin__.getattr",
    "evil_getattr_p4.pth, builtins.getattr",
    "evil_class.pth, pickle.PickleBuffer",
  })
  void refusesAPickleThatAsksForCode(String name, String callable) {
    assertThatThrownBy(() -> Checkpoint.open(file(name)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("asks to call " + callable + ";")
        .hasMessageContaining("a checkpoint must hold only tensors. Do not load it elsewhere");
  }
}
