package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.OneDnn;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
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
    @Override
    public Tensor forward(Tensor x) {
      return stable(x, false);
    }

    @Override
    public Tensor forwardGelu(Tensor x) {
      return stable(x, true);
    }

    /// A float32 row comes out the same whatever number of rows is beside it, unless it is alone:
    /// for a single row oneDNN sums in another order. So it gets a companion, which costs nothing,
    /// since the time goes into reading the weight.
    private Tensor stable(Tensor x, boolean gelu) {
      boolean alone = x.numel() == x.size(-1) && x.scalar_type() == torch.ScalarType.Float;
      if (!alone) {
        return OneDnn.linear(x, weight, bias, gelu);
      }
      Tensor two = x.reshape(1, -1).expand(2, x.size(-1)).contiguous();
      long[] sizes = x.sizes().vec().get();
      sizes[sizes.length - 1] = -1;
      return OneDnn.linear(two, weight, bias, gelu).narrow(0, 0, 1).reshape(sizes);
    }
  }
}
