package io.github.imagebind4j.torch;

import io.github.imagebind4j.array.FloatArray;
import org.bytedeco.pytorch.Tensor;

/// Run as a process of its own by [TorchRuntimeTest]: loads LibTorch, computes, and says so.
final class TorchClashMain {
  private TorchClashMain() {}

  public static void main(String[] args) {
    TorchRuntime runtime = TorchRuntime.load();
    try (TensorScope _ = TensorScope.open()) {
      Tensor three = Tensors.of(FloatArray.wrap(new float[] {1, 2}, 2)).sum();
      System.out.println(
          "LibTorch " + runtime.version() + " says " + Tensors.toFloatArray(three).get(0));
    }
  }
}
