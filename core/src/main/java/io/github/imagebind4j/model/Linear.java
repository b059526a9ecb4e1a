package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.OneDnn;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A dense layer in floats: `x · weightᵀ + bias`. Its input has the weight's number type.
sealed interface Linear {

  /// @param x `[..., K]`
  /// @return `[..., N]`
  Tensor forward(Tensor x);

  /// The same, then an exact (erf) GELU.
  ///
  /// @param x `[..., K]`
  /// @return `[..., N]`
  Tensor forwardGelu(Tensor x);

  /// Through LibTorch's public functions, on any device and in any number type.
  record Plain(Tensor weight, TensorOptional bias) implements Linear {
    @Override
    public Tensor forward(Tensor x) {
      return torch.linear(x, weight, bias);
    }

    @Override
    public Tensor forwardGelu(Tensor x) {
      return torch.gelu(forward(x));
    }
  }

  /// Through oneDNN: in float32 with the weight as it lies in the file, a fifth faster than
  /// LibTorch's usual library; in bfloat16 with a packed weight. GELU costs no pass of its own.
  record Fused(Tensor weight, @Nullable Tensor bias) implements Linear {
    /// A small product's time goes into reading the weight, for one row as for sixteen.
    private static final long ROWS = 16;

    @Override
    public Tensor forward(Tensor x) {
      return product(x, false);
    }

    @Override
    public Tensor forwardGelu(Tensor x) {
      return product(x, true);
    }

    /// Picked tokens, one an item, go through in blocks of one size: oneDNN orders a small
    /// product's sums by its number of rows, and an item's numbers must not depend on its
    /// neighbours.
    private Tensor product(Tensor x, boolean gelu) {
      boolean picked = x.dim() == 3 && x.size(1) == 1;
      if (!picked) {
        return OneDnn.linear(x, weight, bias, gelu);
      }
      TensorVector blocks = new TensorVector();
      for (long at = 0; at < x.size(0); at += ROWS) {
        long rows = Math.min(ROWS, x.size(0) - at);
        Tensor block = x.narrow(0, at, rows).reshape(rows, -1);
        Tensor full = torch.constant_pad_nd(block, new long[] {0, 0, 0, ROWS - rows});
        blocks.push_back(OneDnn.linear(full, weight, bias, gelu).narrow(0, 0, rows));
      }
      return torch.cat(blocks, 0).unsqueeze(1);
    }
  }
}
