package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// The last step: divide by the L2 norm, then multiply by the modality's logit scale, at most 100.
/// Vision has none.
///
/// @param factor `min(exp(log_logit_scale), 100)` of the checkpoint, or 1
record LogitScale(float factor) {
  private static final float MAX = 100;
  private static final double MIN_NORM = 1e-12;

  static LogitScale of(Weights weights, ModalityConfig config) {
    return config.logitScale().isEmpty()
        ? new LogitScale(1)
        : new LogitScale(Math.min((float) Math.exp(weights.scalar("log_logit_scale")), MAX));
  }

  /// @param x `[B, outEmbedDim]`
  /// @return `[B, outEmbedDim]`, each row of length 1; a zero row stays zero
  Tensor normalize(Tensor x) {
    Tensor norm = torch.norm(x, new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true);
    return x.div(norm.clamp_min(new Scalar(MIN_NORM)));
  }

  /// @param x `[B, outEmbedDim]`
  /// @return `[B, outEmbedDim]`, times the factor
  Tensor scale(Tensor x) {
    return factor == 1 ? x : x.mul(new Scalar(factor));
  }
}
