package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.torch.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Adam with decoupled weight decay, over one block of numbers.
///
/// Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2, in the
/// order of operations of `torch.optim.AdamW`.
final class AdamW implements AutoCloseable {
  private final Tensor values;
  private final long decayed;
  private final Tensor first;
  private final Tensor second;

  /// @param values `[P]`
  /// @param decayed weight decay is for the first so many
  AdamW(Tensor values, long decayed) {
    this.values = values;
    this.decayed = decayed;
    this.first = TensorScope.detached(() -> torch.zeros_like(values));
    this.second = TensorScope.detached(() -> torch.zeros_like(values));
  }

  /// @param gradients `[P]`
  /// @param step counted from 1
  void update(Tensor gradients, long step, double learningRate, Hyper hyper) {
    if (decayed > 0) {
      double kept = 1 - learningRate * hyper.weightDecay();
      Tensor _ = values.narrow(0, 0, decayed).mul_(new Scalar(kept));
    }
    Tensor _ = first.lerp_(gradients, new Scalar(1 - hyper.beta1()));
    Tensor _ =
        second
            .mul_(new Scalar(hyper.beta2()))
            .addcmul_(gradients, gradients, new Scalar(1 - hyper.beta2()));
    double correction1 = 1 - Math.pow(hyper.beta1(), (double) step);
    double correction2 = 1 - Math.pow(hyper.beta2(), (double) step);
    Tensor scale =
        second.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(hyper.epsilon()));
    Tensor _ = values.addcdiv_(first, scale, new Scalar(-learningRate / correction1));
  }

  /// The running mean of gradients, `[P]`.
  Tensor first() {
    return first;
  }

  /// The running mean of their squares, `[P]`.
  Tensor second() {
    return second;
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
