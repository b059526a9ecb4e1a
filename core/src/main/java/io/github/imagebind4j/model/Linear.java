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
      return OneDnn.linear(x, weight, bias, false);
    }

    @Override
    public Tensor forwardGelu(Tensor x) {
      return OneDnn.linear(x, weight, bias, true);
    }
  }
}
