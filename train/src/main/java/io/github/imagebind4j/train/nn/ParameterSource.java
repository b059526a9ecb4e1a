package io.github.imagebind4j.train.nn;

import org.bytedeco.pytorch.Tensor;

/// Where a layer finds its weights: by the same keys as in a checkpoint.
interface ParameterSource {
  /// One tensor.
  ///
  /// @param name a checkpoint's key, e.g. `modality_trunks.vision.blocks.0.norm_1.weight`
  /// @return float32; with gradients if it is being trained
  Tensor get(String name);
}
