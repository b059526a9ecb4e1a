package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// A modality's transformer: for vision a LayerNorm first, then the blocks.
final class Trunk {
  private final @Nullable LayerNorm preNorm;
  private final List<TransformerBlock> blocks = new ArrayList<>();

  Trunk(Weights weights, TrunkConfig trunk, boolean causal) {
    this.preNorm =
        trunk.preNorm()
            ? new LayerNorm(weights.at("pre_transformer_layer.0"), trunk.embedDim(), LayerNorm.EPS)
            : null;
    for (int i = 0; i < trunk.numBlocks(); i++) {
      blocks.add(new TransformerBlock(weights.at("blocks." + i), trunk, causal));
    }
  }

  /// @param tokens `[B, L, D]`
  /// @return `[B, L, D]`
  Tensor forward(Tensor tokens, LayerTap tap) {
    Tensor x = preNorm == null ? tokens : preNorm.forward(tokens);
    for (int i = 0; i < blocks.size(); i++) {
      TransformerBlock block = blocks.get(i);
      Tensor in = x;
      x = TensorScope.inner(() -> block.forward(in));
      tap.saw("block" + i, x);
    }
    tap.saw("trunk_out", x);
    return x;
  }
}
