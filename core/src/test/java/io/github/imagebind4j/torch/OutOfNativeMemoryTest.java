package io.github.imagebind4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class OutOfNativeMemoryTest {

  @Test
  void libTorchsOwnReportOfAnAllocationThatFailedIsRecognised() {
    RuntimeException e = // 2^50 bytes: no address space has room for it, so nothing is touched
        catchThrowableOfType(RuntimeException.class, () -> allocate(1L << 48));
    assertThat(OutOfNativeMemory.request(e)).hasValue("1125899906842624 bytes");
  }

  private static void allocate(long floats) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor _ = torch.empty(floats);
    }
  }

  @Test
  void otherErrorsOfLibTorchAreNotMistakenForIt() {
    RuntimeException e =
        catchThrowableOfType(
            RuntimeException.class,
            () -> {
              try (TensorScope _ = TensorScope.open()) {
                Tensor _ = torch.empty(2, 3).matmul(torch.empty(2, 3));
              }
            });
    assertThat(OutOfNativeMemory.request(e)).isEmpty();
    assertThat(OutOfNativeMemory.request(new RuntimeException())).isEmpty();
  }
}
