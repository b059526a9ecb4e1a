package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.model.StemConfig;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// From a modality's input to tokens, with gradients. The same arithmetic as core's patch embed.
///
/// @param layers its weights
/// @param at `modality_preprocessors.<modality>`
/// @param config which form it has
record Stem(Layers layers, String at, StemConfig config) {

  /// @param x a batch of inputs; of texts `[B, L]` up to the longest text's end
  /// @return `[B, L, D]`, float32
  Tensor forward(Tensor x) {
    return switch (config) {
      case StemConfig.Patches patches -> patches(x, patches);
      case StemConfig.Convolutions convolutions -> convolutions(x, convolutions);
      case StemConfig.Windows windows -> windows(x, windows);
      case StemConfig.Tokens _ -> words(x);
    };
  }

  private Tensor patches(Tensor x, StemConfig.Patches stem) {
    String key = at + "." + stem.key();
    boolean video = stem.frames() > 0;
    Tensor weight = get(stem.key() + (video ? ".proj.1.weight" : ".proj.weight"));
    // A still image is a clip of equal frames, of which each patch spans all.
    Tensor kernel = video ? weight.sum(2) : weight;
    long[] stride = {stem.stride(), stem.stride()};
    Tensor projected =
        torch.conv2d(
            x.to(layers.type()),
            kernel.to(layers.type()),
            new TensorOptional(),
            stride,
            new long[] {0, 0},
            new long[] {1, 1},
            1);
    Tensor tokens = projected.flatten(2, -1).transpose(1, 2);
    Tensor normed =
        stem.norm() ? layers.norm(tokens, key + ".norm_layer", Layers.STEM_EPS) : tokens;
    Tensor all = withClassToken(normed.to(torch.ScalarType.Float));
    return withPlaces(all, stem.rows(), stem.columns(), projected.size(2), projected.size(3));
  }

  private Tensor convolutions(Tensor x, StemConfig.Convolutions stem) {
    String key = at + "." + stem.key();
    Tensor y = x.contiguous(torch.MemoryFormat.ChannelsLast);
    for (int i = 0; i < stem.stages().size(); i++) {
      StemConfig.ConvStage stage = stem.stages().get(i);
      String to = key + ".stages." + i;
      y =
          normGelu(
              layers.convolution(y, to + ".conv", stage.stride(), stage.padding()), to + ".norm");
      for (int j = 0; j < stage.depth(); j++) {
        String block = to + ".blocks." + j;
        y = y.add(layers.convolution(normGelu(y, block + ".norm"), block + ".conv", 1, 1));
      }
    }
    Tensor tokens = layers.linear(y.permute(0, 2, 3, 1).flatten(1, 2), key + ".proj.weight");
    Tensor normed =
        stem.norm() ? layers.norm(tokens, key + ".norm_layer", Layers.STEM_EPS) : tokens;
    Tensor all = withClassToken(normed.to(torch.ScalarType.Float));
    return withPlaces(all, stem.rows(), stem.columns(), y.size(2), y.size(3));
  }

  private Tensor normGelu(Tensor x, String norm) {
    Tensor channelsLast = x.permute(0, 2, 3, 1);
    Tensor normed = layers.norm(channelsLast, norm, Layers.STEM_EPS).to(layers.type());
    return torch.gelu(normed).permute(0, 3, 1, 2);
  }

  private Tensor windows(Tensor x, StemConfig.Windows stem) {
    String key = at + "." + stem.key();
    long count = stem.length() / stem.window();
    Tensor cut =
        x.narrow(2, 0, count * stem.window())
            .reshape(x.size(0), stem.channels(), count, stem.window());
    Tensor flat =
        cut.permute(0, 2, 1, 3).reshape(x.size(0), count, (long) stem.channels() * stem.window());
    Tensor tokens = layers.linear(flat, key + ".proj.weight");
    Tensor normed = layers.norm(tokens, key + ".norm_layer", Layers.STEM_EPS);
    return withClassToken(normed).add(get("pos_embed"));
  }

  private Tensor words(Tensor ids) {
    Tensor words = torch.embedding(get("token_embedding.weight"), ids.to(torch.ScalarType.Long));
    return words.add(get("pos_embed").narrow(1, 0, ids.size(1)));
  }

  private Tensor withClassToken(Tensor tokens) {
    Tensor classToken = get("cls_token").expand(tokens.size(0), 1, tokens.size(2));
    return torch.cat(new TensorVector(classToken, tokens), 1);
  }

  /// Positional embeddings, interpolated where the input is of another size than the model's, as
  /// small images early in training are.
  private Tensor withPlaces(Tensor tokens, long rows, long columns, long ownRows, long ownColumns) {
    Tensor table = get("pos_embedding_helper.pos_embed");
    if (tokens.size(1) == table.size(1)) {
      return tokens.add(table);
    }
    long dim = table.size(2);
    Tensor grid =
        table.narrow(1, 1, rows * columns).reshape(1, rows, columns, dim).permute(0, 3, 1, 2);
    Tensor resized =
        torch.upsample_bicubic2d(
            grid,
            new long[] {ownRows, ownColumns},
            false,
            new DoubleOptional((double) ownRows / rows),
            new DoubleOptional((double) ownColumns / columns));
    Tensor flat = resized.permute(0, 2, 3, 1).reshape(1, ownRows * ownColumns, dim);
    return tokens.add(torch.cat(new TensorVector(table.narrow(1, 0, 1), flat), 1));
  }

  private Tensor get(String name) {
    return layers.weights().get(at + "." + name);
  }
}
