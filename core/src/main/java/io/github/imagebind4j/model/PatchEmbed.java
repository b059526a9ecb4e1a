package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.InputException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A modality's input to tokens: patches, windows or words, then the class token (not for text) and
/// the positional embedding.
sealed interface PatchEmbed
    permits ConvStem, PatchEmbed.Patches, PatchEmbed.Windows, PatchEmbed.Words {

  /// Checks an input's shape, once, before it goes native.
  ///
  /// @param shape of a batch without clips, e.g. `[B, 3, 224, 224]`
  /// @throws InputException saying what was expected
  void require(Shape shape);

  /// @param x a batch of inputs
  /// @return tokens `[B, L, D]`
  Tensor forward(Tensor x);

  static PatchEmbed of(Weights weights, ModalityConfig config) {
    int dim = config.trunk().embedDim();
    return switch (config.stem()) {
      case StemConfig.Patches patches -> new Patches(weights, patches, dim);
      case StemConfig.Convolutions convolutions -> new ConvStem(weights, convolutions, dim);
      case StemConfig.Windows windows -> new Windows(weights, windows, dim);
      case StemConfig.Tokens tokens -> new Words(weights, tokens);
    };
  }

  /// `[B, L, D]` to `[B, 1 + L, D]`, the class token `[1, 1, D]` first.
  static Tensor withClassToken(Tensor tokens, Tensor classToken) {
    return torch.cat(
        new TensorVector(classToken.expand(tokens.size(0), 1, tokens.size(2)), tokens), 1);
  }

  /// Patches of an image, a spectrogram or a clip of frames.
  final class Patches implements PatchEmbed {
    private final StemConfig.Patches config;
    private final Tensor classToken;
    private final Tensor weight;
    private final @Nullable Tensor stillWeight; // of a clip of equal frames
    private final @Nullable LayerNorm norm;
    private final PosEmbed posEmbed;

    private Patches(Weights weights, StemConfig.Patches config, int dim) {
      this.config = config;
      this.classToken = weights.tensor("cls_token");
      this.weight = weights.tensor(config.weightKey());
      boolean oneClip = config.frames() > 0 && config.frames() == config.kernelFrames();
      this.stillWeight = oneClip ? weights.changed(config.weightKey(), w -> w.sum(2)) : null;
      this.norm =
          config.norm()
              ? new LayerNorm(weights.at(config.key()).at("norm_layer"), dim, LayerNorm.STEM_EPS)
              : null;
      this.posEmbed = new PosEmbed(weights.tensor("pos_embedding_helper.pos_embed"));
    }

    @Override
    public void require(Shape shape) {
      if (config.frames() == 0) {
        shape.require(
            "run the modality's preprocessor first",
            "B",
            config.channels(),
            config.height(),
            config.width());
      } else if (shape.rank() == 5) {
        shape.require(
            "run VideoPreprocessor first",
            "B",
            config.channels(),
            config.frames(),
            config.height(),
            config.width());
      } else {
        shape.require("run ImagePreprocessor first", "B", config.channels(), "H", "W");
        requireSquareOrOwnSize(shape);
      }
    }

    /// The positional embedding can be interpolated for a square image, as for none other.
    private void requireSquareOrOwnSize(Shape shape) {
      int rows = shape.dim(2) / config.kernel();
      int columns = shape.dim(3) / config.kernel();
      boolean ownCount = rows * columns == config.rows() * config.columns();
      if (rows < 1
          || rows > 64
          || (!ownCount && (rows != columns || config.frames() != config.kernelFrames()))) {
        throw new InputException(
            "expected [B, "
                + config.channels()
                + ", "
                + config.height()
                + ", "
                + config.width()
                + "] or another square of at most 64 patches a side, got "
                + shape
                + "; run ImagePreprocessor first");
      }
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor projected = project(x); // [B, D, (T,) rows, columns]
      long side = projected.size(-1);
      Tensor tokens = projected.flatten(2, -1).transpose(1, 2); // [B, L, D]
      Tensor all = withClassToken(norm == null ? tokens : norm.forward(tokens), classToken);
      return config.frames() == config.kernelFrames()
          ? posEmbed.addTo(all, side)
          : posEmbed.addTo(all);
    }

    private Tensor project(Tensor x) {
      long stride = config.stride();
      if (config.frames() == 0) {
        return plane(x, weight);
      }
      if (x.dim() == 4 && stillWeight != null) {
        return plane(x, stillWeight);
      }
      // A still image is a clip of equal frames.
      Tensor clip =
          x.dim() == 5
              ? x
              : x.unsqueeze(2).expand(x.size(0), x.size(1), config.frames(), x.size(2), x.size(3));
      long[] strides = {config.kernelFrames(), stride, stride};
      return torch.conv3d(
          clip, weight, new TensorOptional(), strides, new long[] {0}, new long[] {1}, 1);
    }

    private Tensor plane(Tensor x, Tensor kernel) {
      return torch.conv2d(
          x,
          kernel,
          new TensorOptional(),
          new long[] {config.stride()},
          new long[] {0},
          new long[] {1},
          1);
    }
  }

  /// Windows of a signal.
  final class Windows implements PatchEmbed {
    private final StemConfig.Windows config;
    private final Tensor classToken;
    private final Tensor weight; // [D, channels · window]
    private final LayerNorm norm;
    private final PosEmbed posEmbed;

    private Windows(Weights weights, StemConfig.Windows config, int dim) {
      this.config = config;
      this.classToken = weights.tensor("cls_token");
      this.weight = weights.at(config.key()).tensor("proj.weight");
      this.norm = new LayerNorm(weights.at(config.key()).at("norm_layer"), dim, LayerNorm.STEM_EPS);
      this.posEmbed = new PosEmbed(weights.tensor("pos_embed"));
    }

    @Override
    public void require(Shape shape) {
      boolean enough =
          shape.rank() == 3 && shape.dim(2) / config.window() == config.length() / config.window();
      shape.require(
          "run ImuPreprocessor first",
          "B",
          config.channels(),
          enough ? shape.dim(2) : config.length());
    }

    @Override
    public Tensor forward(Tensor x) {
      long windows = config.length() / config.window();
      long used = windows * config.window(); // samples beyond the last whole window are dropped
      Tensor cut =
          x.narrow(2, 0, used).reshape(x.size(0), config.channels(), windows, config.window());
      // Flattened channel by channel: index = channel · window + sample.
      Tensor flat = cut.permute(0, 2, 1, 3).reshape(x.size(0), windows, weight.size(1));
      Tensor tokens = norm.forward(torch.linear(flat, weight));
      return posEmbed.addTo(withClassToken(tokens, classToken));
    }
  }

  /// Tokens of text, `[B, L]` with L at most the model's context: what follows a text's end can't
  /// change it.
  final class Words implements PatchEmbed {
    private final StemConfig.Tokens config;
    private final Tensor embedding; // [vocabulary, D]
    private final torch.ScalarType type;
    private final PosEmbed posEmbed;

    private Words(Weights weights, StemConfig.Tokens config) {
      this.config = config;
      this.embedding = weights.table("token_embedding.weight");
      this.type = weights.type();
      this.posEmbed = new PosEmbed(weights.tensor("pos_embed"));
    }

    @Override
    public void require(Shape shape) {
      shape.require("run BpeTokenizer first", "B", config.context());
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor ids = x.to(torch.ScalarType.Long);
      // Rounded here as a converted file has them.
      Tensor words = torch.embedding(embedding, ids).to(type);
      return posEmbed.addToFirst(words.to(torch.ScalarType.Float));
    }
  }
}
