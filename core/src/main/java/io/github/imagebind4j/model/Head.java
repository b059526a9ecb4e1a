package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;

/// From the token that left the trunk to one vector: LayerNorm, then a projection without bias, in
/// float32. The reference normalises all tokens first and picks then, which gives the same numbers.
final class Head {
  private final LayerNorm norm;
  private final Linear projection; // [outEmbedDim, D]

  Head(Weights weights, ModalityConfig config) {
    this.norm =
        new LayerNorm(weights.at(normKey(config.stem())), config.trunk().embedDim(), LayerNorm.EPS);
    this.projection = weights.projection(projectionKey(config.stem()) + ".weight");
  }

  static String normKey(StemConfig stem) {
    return stem instanceof StemConfig.Tokens ? "proj.0" : "0";
  }

  /// Token selection has the number between norm and projection; for signals the reference drops
  /// out there, too.
  static String projectionKey(StemConfig stem) {
    return switch (stem) {
      case StemConfig.Patches _, StemConfig.Convolutions _ -> "2";
      case StemConfig.Windows _ -> "3";
      case StemConfig.Tokens _ -> "proj.1";
    };
  }

  /// @param picked `[n, 1, D]` out of the trunk
  /// @return `[n, outEmbedDim]`
  Tensor forward(Tensor picked) {
    return projection.forward(norm.forward(picked)).squeeze(1);
  }
}
