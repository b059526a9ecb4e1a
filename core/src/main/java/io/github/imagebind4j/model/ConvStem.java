package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Convolutions before the trunk, as [StemConfig.Convolutions] describes them, in float32. Channels
/// come last in memory, where LayerNorm wants them side by side.
final class ConvStem implements PatchEmbed {
  private final StemConfig.Convolutions config;
  private final List<Stage> stages = new ArrayList<>();
  private final Tensor projection; // [D, last width]
  private final @Nullable LayerNorm norm;
  private final Tensor classToken;
  private final PosEmbed posEmbed;

  ConvStem(Weights weights, StemConfig.Convolutions config, int dim) {
    this.config = config;
    Weights stem = weights.at(config.key());
    for (int i = 0; i < config.stages().size(); i++) {
      stages.add(new Stage(stem.at("stages." + i), config.stages().get(i)));
    }
    this.projection = stem.tensor("proj.weight");
    this.norm =
        config.norm() ? new LayerNorm(stem.at("norm_layer"), dim, LayerNorm.STEM_EPS) : null;
    this.classToken = weights.tensor("cls_token");
    this.posEmbed = new PosEmbed(weights.tensor("pos_embedding_helper.pos_embed"));
  }

  @Override
  public void require(Shape shape) {
    if (shape.rank() == 5 && config.frames() > 0) {
      shape.require(
          "run VideoPreprocessor first",
          "B",
          config.channels(),
          config.frames(),
          config.height(),
          config.width());
    } else {
      shape.require(
          "run the modality's preprocessor first",
          "B",
          config.channels(),
          config.height(),
          config.width());
    }
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor tokens = x.dim() == 4 ? tokens(x) : meanOfFrames(x);
    Tensor all =
        PatchEmbed.withClassToken(norm == null ? tokens : norm.forward(tokens), classToken);
    return posEmbed.addTo(all);
  }

  /// @param clips `[B, C, T, H, W]`
  private Tensor meanOfFrames(Tensor clips) {
    Tensor frames = clips.transpose(1, 2).flatten(0, 1); // [B · T, C, H, W]
    Tensor tokens = tokens(frames);
    return tokens.unflatten(0, new long[] {clips.size(0), clips.size(2)}).mean(1);
  }

  /// @param x `[B, C, H, W]`
  /// @return `[B, L - 1, D]`
  private Tensor tokens(Tensor x) {
    Tensor y = x;
    for (Stage stage : stages) {
      y = stage.forward(y);
    }
    return torch.linear(channelsLast(y).flatten(1, 2), projection);
  }

  private static Tensor channelsLast(Tensor x) {
    return x.permute(0, 2, 3, 1);
  }

  private static Tensor channelsFirst(Tensor x) {
    return x.permute(0, 3, 1, 2);
  }

  /// A strided convolution, and those that follow at its resolution.
  private static final class Stage {
    private final Convolution reduce;
    private final LayerNorm norm;
    private final List<LayerNorm> norms = new ArrayList<>();
    private final List<Convolution> convolutions = new ArrayList<>();

    Stage(Weights weights, StemConfig.ConvStage config) {
      this.reduce = new Convolution(weights.at("conv"), config.stride(), config.padding());
      this.norm = new LayerNorm(weights.at("norm"), config.width(), LayerNorm.STEM_EPS);
      for (int i = 0; i < config.depth(); i++) {
        Weights block = weights.at("blocks." + i);
        norms.add(new LayerNorm(block.at("norm"), config.width(), LayerNorm.STEM_EPS));
        convolutions.add(new Convolution(block.at("conv"), 1, 1));
      }
    }

    Tensor forward(Tensor x) {
      Tensor y = normGelu(norm, reduce.forward(x));
      for (int i = 0; i < convolutions.size(); i++) {
        y = y.add(convolutions.get(i).forward(normGelu(norms.get(i), y)));
      }
      return y;
    }

    private static Tensor normGelu(LayerNorm norm, Tensor x) {
      return channelsFirst(torch.gelu(norm.forward(channelsLast(x))));
    }
  }

  private static final class Convolution {
    private final Tensor weight;
    private final TensorOptional bias;
    private final long[] stride;
    private final long[] padding;

    Convolution(Weights weights, int stride, int padding) {
      this.weight = weights.tensor("weight");
      this.bias = weights.optional("bias");
      this.stride = new long[] {stride, stride};
      this.padding = new long[] {padding, padding};
    }

    Tensor forward(Tensor x) {
      return torch.conv2d(x, weight, bias, stride, padding, new long[] {1, 1}, 1);
    }
  }
}
