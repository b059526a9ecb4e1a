package io.github.imagebind4j.model;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The learned positional embedding `[1, L, D]`, one vector a token with the class token's first.
/// For square vision inputs of another size than the model's it is interpolated between the
/// patches' places.
final class PosEmbed {
  private final Tensor table;

  PosEmbed(Tensor table) {
    this.table = table;
  }

  /// @param tokens `[B, L, D]`, class token first
  /// @return `[B, L, D]`
  Tensor addTo(Tensor tokens) {
    return tokens.add(table);
  }

  /// @param tokens `[B, L, D]`, the first of a text's tokens
  /// @return `[B, L, D]`
  Tensor addToFirst(Tensor tokens) {
    return tokens.add(table.narrow(1, 0, tokens.size(1)));
  }

  /// @param tokens `[B, 1 + side², D]`, class token first
  /// @param side patches along a row and a column of this input
  /// @return `[B, 1 + side², D]`
  Tensor addTo(Tensor tokens, long side) {
    long patches = table.size(1) - 1;
    if (tokens.size(1) == table.size(1)) {
      return addTo(tokens);
    }
    long dim = table.size(2);
    long own = Math.round(Math.sqrt((double) patches));
    Tensor grid =
        table
            .narrow(1, 1, patches)
            .reshape(1, own, own, dim)
            .permute(0, 3, 1, 2); // [1, D, own, own]
    // The factor, not the size, decides the sampling positions: the reference passes scale_factor.
    DoubleOptional factor = new DoubleOptional(Math.sqrt((double) (side * side) / patches));
    Tensor resized = torch.upsample_bicubic2d(grid, new long[] {side, side}, false, factor, factor);
    Tensor flat = resized.permute(0, 2, 3, 1).reshape(1, side * side, dim);
    return tokens.add(torch.cat(new TensorVector(table.narrow(1, 0, 1), flat), 1));
  }
}
