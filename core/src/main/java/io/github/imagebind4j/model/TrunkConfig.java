package io.github.imagebind4j.model;

import io.github.imagebind4j.error.ConfigException;

/// The size of a modality's transformer.
///
/// Immutable and safe for use by any thread.
///
/// @param embedDim the width D of a token
/// @param numBlocks how many blocks follow one another
/// @param numHeads attention heads of each block; divides `embedDim`
/// @param biasKv whether attention sees one extra learned key and value (audio, depth, thermal,
///   IMU)
/// @param preNorm whether a LayerNorm stands before the first block (vision)
public record TrunkConfig(
    int embedDim, int numBlocks, int numHeads, boolean biasKv, boolean preNorm) {

  /// Checks the sizes.
  ///
  /// @throws ConfigException `embedDim 100 is not a multiple of numHeads 16`
  public TrunkConfig {
    if (embedDim < 1 || numBlocks < 1 || numHeads < 1) {
      throw new ConfigException(
          "a trunk needs embedDim, numBlocks and numHeads of at least 1, got "
              + embedDim
              + ", "
              + numBlocks
              + " and "
              + numHeads);
    }
    if (embedDim % numHeads != 0) {
      throw new ConfigException(
          "embedDim " + embedDim + " is not a multiple of numHeads " + numHeads);
    }
  }
}
