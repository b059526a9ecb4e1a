package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The symmetric InfoNCE loss of a batch of pairs: each item must tell its partner from all other
/// items of the batch, both ways, and the two ways' mean is taken.
///
/// Source: paper, equation 1; the mean of both ways as in `open_clip`.
final class InfoNce {
  private InfoNce() {}

  /// The loss of a batch and where it would have the embeddings move.
  ///
  /// @param loss mean of both ways
  /// @param left gradient by the left embeddings, `[N, D]`
  /// @param right gradient by the right ones
  /// @param logScale gradient by the logarithm of the scale
  /// @param found share of left items whose most similar right item is of their group
  record Result(double loss, FloatArray left, FloatArray right, double logScale, double found) {}

  /// @param left unit vectors `[N, D]`
  /// @param right unit vectors `[N, D]`
  /// @param groups N numbers
  /// @param logScale logarithm of what similarities are multiplied by, 1 / temperature
  static Result of(
      FloatArray left, FloatArray right, int[] groups, float logScale, SameGroup sameGroup) {
    try (TensorScope _ = TensorScope.recording()) {
      Tensor a = leaf(Tensors.of(left));
      Tensor b = leaf(Tensors.of(right));
      Tensor log = leaf(torch.full(new long[0], new Scalar(logScale)));
      Tensor logits = torch.mm(a, b.t()).mul(log.exp());
      Tensor scores = logits.add(Tensors.of(added(groups, sameGroup)));
      Tensor targets = Tensors.of(targets(groups, sameGroup));
      Tensor loss = oneWay(scores, targets).add(oneWay(scores.t(), targets)).mul(new Scalar(0.5));
      loss.backward();
      return new Result(
          loss.item_float(),
          Tensors.toFloatArray(a.grad()),
          Tensors.toFloatArray(b.grad()),
          log.grad().item_float(),
          found(Tensors.toFloatArray(logits.detach()), groups));
    }
  }

  private static Tensor leaf(Tensor tensor) {
    return tensor.set_requires_grad(true);
  }

  /// Mean over rows of the cross-entropy to the targets, which are symmetric.
  private static Tensor oneWay(Tensor scores, Tensor targets) {
    Tensor entropy = torch.log_softmax(scores, 1).mul(targets).sum();
    return entropy.div(new Scalar(-(double) scores.size(0)));
  }

  /// What hides an item from another: a number that leaves nothing of it in a softmax, and whose
  /// product with a target of 0 is finite.
  private static FloatArray added(int[] groups, SameGroup sameGroup) {
    int n = groups.length;
    float[] values = new float[n * n];
    for (int i = 0; i < n && sameGroup == SameGroup.IGNORED; i++) {
      for (int j = 0; j < n; j++) {
        values[i * n + j] = i != j && groups[i] == groups[j] ? -1e9f : 0;
      }
    }
    return FloatArray.wrap(values, n, n);
  }

  private static FloatArray targets(int[] groups, SameGroup sameGroup) {
    int n = groups.length;
    float[] values = new float[n * n];
    for (int i = 0; i < n; i++) {
      int partners = 0;
      for (int j = 0; j < n; j++) {
        boolean partner = i == j || (sameGroup == SameGroup.POSITIVE && groups[i] == groups[j]);
        partners += partner ? 1 : 0;
        values[i * n + j] = partner ? 1 : 0;
      }
      for (int j = 0; j < n; j++) {
        values[i * n + j] /= partners;
      }
    }
    return FloatArray.wrap(values, n, n);
  }

  private static double found(FloatArray logits, int[] groups) {
    int n = groups.length;
    int right = 0;
    for (int i = 0; i < n; i++) {
      int best = 0;
      for (int j = 1; j < n; j++) {
        best = logits.get(i * n + j) > logits.get(i * n + best) ? j : best;
      }
      right += groups[best] == groups[i] ? 1 : 0;
    }
    return (double) right / n;
  }
}
