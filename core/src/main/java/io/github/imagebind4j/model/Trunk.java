package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// A modality's transformer: for vision a LayerNorm first, then the blocks, the last for one token
/// only.
final class Trunk {
  private final @Nullable LayerNorm preNorm;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final TransformerBlock.Last last;

  Trunk(Weights weights, TrunkConfig trunk, boolean causal) {
    this.preNorm =
        trunk.preNorm()
            ? new LayerNorm(weights.at("pre_transformer_layer.0"), trunk.embedDim(), LayerNorm.EPS)
            : null;
    int lastIndex = trunk.numBlocks() - 1;
    for (int i = 0; i < lastIndex; i++) {
      blocks.add(TransformerBlock.of(weights.at("blocks." + i), trunk, i, causal));
    }
    this.last = TransformerBlock.Last.of(weights.at("blocks." + lastIndex), trunk, causal);
  }

  /// What comes out of the stem, made ready for the blocks.
  ///
  /// @param tokens `[n, L, D]`
  /// @return `[n, L, D]`, contiguous
  Tensor enter(Tensor tokens) {
    return (preNorm == null ? tokens : preNorm.forward(tokens)).contiguous();
  }

  /// Runs parts of a batch through the blocks. Block by block, not part by part, so that a block's
  /// weights are read from memory once and from the cache after that.
  ///
  /// @param parts of [#enter], each `[n, L, D]`; they are overwritten
  /// @param picks which token of each item leaves, for each part
  /// @return each part's `[n, 1, D]`
  List<Tensor> forward(List<Tensor> parts, List<? extends TokenPick> picks, LayerTap tap) {
    for (int i = 0; i < blocks.size(); i++) {
      for (int part = 0; part < parts.size(); part++) {
        try (TensorScope _ = TensorScope.open()) {
          blocks.get(i).forward(parts.get(part), picks.get(part));
        }
      }
      tap.saw("block" + i, parts.getFirst());
    }
    List<Tensor> picked = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      Tensor x = parts.get(part);
      TokenPick pick = picks.get(part);
      picked.add(TensorScope.inner(() -> last.forward(x, pick)));
    }
    tap.saw("block" + blocks.size(), picked.getFirst());
    tap.saw("trunk_out", picked.getFirst());
    return picked;
  }
}
