package io.github.imagebind4j.torch;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;

/// The owner of the native tensors that are made while it is open: closing it frees them all.
/// Scopes nest.
///
/// ```java
/// try (var scope = TensorScope.open()) {
///   Tensor y = torch.linear(Tensors.of(x), weight);
///   return Tensors.toFloatArray(y); // only plain Java leaves
/// }
/// ```
///
/// Without it Java sees eight bytes per tensor and the garbage collector sees no reason to run. For
/// one thread at a time, and closed by the thread that opened it.
public final class TensorScope implements AutoCloseable {
  private final PointerScope pointers;
  private final boolean recordedBefore;

  private TensorScope(boolean gradients) {
    TorchRuntime.load();
    this.recordedBefore = GradMode.is_enabled(); // of this thread
    GradMode.set_enabled(gradients);
    this.pointers = new PointerScope();
  }

  /// Opens a scope in which no gradients are recorded.
  ///
  /// @return the scope
  public static TensorScope open() {
    return new TensorScope(false);
  }

  /// Opens a scope in which gradients are recorded, for training.
  ///
  /// @return the scope
  public static TensorScope recording() {
    return new TensorScope(true);
  }

  /// Computes in an inner scope of its own and hands only the result to the scope around it, so
  /// that long computations free their intermediate tensors early.
  ///
  /// @param body makes a tensor
  /// @return the tensor, owned by the scope that is open around this call
  public static Tensor inner(Supplier<Tensor> body) {
    Tensor result;
    try (PointerScope _ = new PointerScope()) {
      result = body.get();
      Tensor _ = result.retainReference();
    }
    return handOver(result);
  }

  /// Makes tensors that no scope owns; whoever asked frees them with `close()`.
  ///
  /// @param body makes a tensor
  /// @return the tensor
  public static Tensor detached(Supplier<Tensor> body) {
    try (PointerScope _ = new PointerScope()) {
      Tensor result = body.get();
      Tensor _ = result.retainReference();
      return result;
    }
  }

  private static Tensor handOver(Tensor tensor) {
    PointerScope outer = PointerScope.getInnerScope();
    if (outer != null) {
      PointerScope _ = outer.attach(tensor);
      boolean freed = tensor.releaseReference();
      assert !freed;
    }
    return tensor;
  }

  @Override
  public void close() {
    pointers.close();
    GradMode.set_enabled(recordedBefore);
  }
}
