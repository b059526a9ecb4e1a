package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.torch.TensorScope;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The weights as one thread sees them: the same memory as all others' for the values, its own for
/// the gradients, which are added up afterwards in a fixed order.
final class Replica implements ParameterSource, AutoCloseable {
  private final Parameters parameters;
  private final Tensor gradients;
  private final Map<String, Tensor> leaves = new HashMap<>();

  Replica(Parameters parameters) {
    this.parameters = parameters;
    this.gradients = TensorScope.detached(() -> torch.zeros(parameters.count()));
    for (String name : parameters.trained()) {
      leaves.put(name, TensorScope.detached(() -> leaf(name)));
    }
  }

  private Tensor leaf(String name) {
    Tensor leaf = parameters.view(parameters.values(), name).detach();
    Tensor _ = leaf.set_requires_grad(true);
    // A gradient that is there already is added to in place.
    Tensor _ = leaf.mutable_grad().put(parameters.view(gradients, name));
    return leaf;
  }

  @Override
  public Tensor get(String name) {
    Tensor leaf = leaves.get(name);
    if (leaf != null) {
      return leaf;
    }
    Lora lora = parameters.lora();
    Tensor still = parameters.still(name);
    return lora == null || !lora.adapts(name)
        ? still
        : lora.merged(still, get(Lora.down(name)), get(Lora.up(name)));
  }

  /// All gradients since the last [#clear()], `[P]`.
  Tensor gradients() {
    return gradients;
  }

  void clear() {
    Tensor _ = gradients.zero_();
  }

  @Override
  public void close() {
    leaves.values().forEach(Pointer::close);
    leaves.clear();
    gradients.close();
  }
}
