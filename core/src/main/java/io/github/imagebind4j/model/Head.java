package io.github.imagebind4j.model;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// From the trunk's tokens to one vector: pick a token (the class token, or a text's first
/// end-of-text token), LayerNorm, projection without bias. The reference normalises all tokens
/// first and picks then, which gives the same numbers.
final class Head {
  private final boolean text;
  private final LayerNorm norm;
  private final Tensor projection; // [outEmbedDim, D]

  Head(Weights weights, ModalityConfig config) {
    this.text = config.stem() instanceof StemConfig.Tokens;
    this.norm =
        new LayerNorm(weights.at(normKey(config.stem())), config.trunk().embedDim(), LayerNorm.EPS);
    this.projection = weights.tensor(projectionKey(config.stem()) + ".weight");
  }

  static String normKey(StemConfig stem) {
    return stem instanceof StemConfig.Tokens ? "proj.0" : "0";
  }

  /// Token selection has the number between norm and projection; for signals the reference drops
  /// out there, too.
  static String projectionKey(StemConfig stem) {
    return switch (stem) {
      case StemConfig.Patches patches -> "2";
      case StemConfig.Windows windows -> "3";
      case StemConfig.Tokens tokens -> "proj.1";
    };
  }

  /// @param tokens `[B, L, D]` out of the trunk
  /// @param input what went into the stem: a text's ids `[B, L]` tell where it ends
  /// @return `[B, outEmbedDim]`
  Tensor forward(Tensor tokens, Tensor input) {
    Tensor picked = text ? atEndOfText(tokens, input) : tokens.select(1, 0);
    return torch.linear(norm.forward(picked), projection);
  }

  /// The end-of-text token has the largest id; the first one counts.
  private static Tensor atEndOfText(Tensor tokens, Tensor ids) {
    Tensor last = ids.argmax(new LongOptional(1), false); // [B]
    Tensor index = last.reshape(-1, 1, 1).expand(tokens.size(0), 1, tokens.size(2));
    return tokens.gather(1, index).squeeze(1);
  }
}
