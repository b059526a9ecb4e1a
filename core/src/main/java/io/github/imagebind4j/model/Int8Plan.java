package io.github.imagebind4j.model;

import io.github.imagebind4j.input.Modality;
import java.util.Map;

/// Which blocks of an int8 model stay in bfloat16: the first quarter of a tower, at most three, and
/// none of text's.
///
/// A rounding error of an early block is large beside what little the residual stream has gathered
/// by then, and goes through all blocks that follow. `docs/performance.md` has the figures. Texts
/// stay int8 throughout, for in bfloat16 a short sequence's numbers depend on the texts beside it.
///
/// Stateless: any thread may call it.
final class Int8Plan {
  private static final int ONE_IN = 4;
  private static final int MOST = 3;

  private Int8Plan() {}

  /// @param index of the block, from 0
  /// @param causal whether the trunk is that of texts
  static boolean leavesInBf16(TrunkConfig trunk, int index, boolean causal) {
    return !causal && index < Math.min(trunk.numBlocks() / ONE_IN, MOST);
  }

  /// @param weight the name of one of the four matrices of a block of this model
  static boolean leavesInBf16(ModelConfig config, String weight) {
    for (Map.Entry<Modality, ModalityConfig> tower : config.modalities().entrySet()) {
      String blocks = StateDict.trunk(tower.getKey()) + ".blocks.";
      if (weight.startsWith(blocks)) {
        int index =
            Integer.parseInt(weight, blocks.length(), weight.indexOf('.', blocks.length()), 10);
        boolean causal = tower.getValue().stem() instanceof StemConfig.Tokens;
        return leavesInBf16(tower.getValue().trunk(), index, causal);
      }
    }
    throw new AssertionError(weight + " belongs to no trunk");
  }
}
