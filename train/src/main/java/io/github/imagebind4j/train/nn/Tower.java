package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModalityConfig;
import io.github.imagebind4j.model.StemConfig;
import io.github.imagebind4j.model.TrunkConfig;
import java.util.Arrays;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// One modality's encoder with gradients: stem, trunk, head, and a vector of length 1. The same
/// arithmetic and the same checkpoint keys as the model that embeds; only the token that the head
/// reads goes through the last block, as there.
///
/// Source: `imagebind/models/transformer.py`.
///
/// @param layers its weights
/// @param modality which
/// @param config its sizes
record Tower(Layers layers, Modality modality, ModalityConfig config) {
  private static final double MIN_NORM = 1e-12;

  /// @param input a batch, e.g. `[B, 3, 224, 224]`; token ids `[B, context]`
  /// @return `[B, outEmbedDim]`, unit vectors, float32
  Tensor forward(Tensor input, Pass pass) {
    TrunkConfig trunk = config.trunk();
    boolean words = config.stem() instanceof StemConfig.Tokens;
    Ends ends = words ? Ends.of(input) : null;
    Tensor x = ends == null ? input : input.narrow(1, 0, ends.longest());
    x = new Stem(layers, "modality_preprocessors." + modality, config.stem()).forward(x);
    if (trunk.preNorm()) {
      x = layers.norm(x, at("pre_transformer_layer.0"), Layers.EPS);
    }
    for (int i = 0; i < trunk.numBlocks() - 1; i++) {
      double depth = (double) i / Math.max(1, trunk.numBlocks() - 1);
      String block = at("blocks." + i);
      Tensor h = layers.norm(x, block + ".norm_1", Layers.EPS);
      x = x.add(pass.dropped(attention(h, block + ".attn"), depth));
      x = x.add(pass.dropped(mlp(x, block), depth));
    }
    return unit(head(last(x, ends, pass), pass));
  }

  /// @return `[B, D]`
  private Tensor last(Tensor x, @Nullable Ends ends, Pass pass) {
    String block = at("blocks." + (config.trunk().numBlocks() - 1));
    Tensor h = layers.norm(x, block + ".norm_1", Layers.EPS);
    Tensor token = picked(x, ends);
    Tensor query = picked(h, ends);
    token = token.add(pass.dropped(attentionOfOne(query, h, block + ".attn", ends), 1));
    return token.add(pass.dropped(mlp(token, block), 1)).squeeze(1);
  }

  private Tensor head(Tensor token, Pass pass) {
    String head = "modality_heads." + modality + ".";
    return switch (config.stem()) {
      case StemConfig.Tokens _ -> project(token, head + "proj.0", head + "proj.1.weight", pass);
      case StemConfig.Windows _ -> project(token, head + "0", head + "3.weight", pass);
      case StemConfig.Patches _, StemConfig.Convolutions _ ->
          project(token, head + "0", head + "2.weight", pass);
    };
  }

  private Tensor project(Tensor token, String norm, String weight, Pass pass) {
    Tensor h = pass.headDropped(layers.norm(token, norm, Layers.EPS));
    return torch.linear(h, layers.weights().get(weight)); // float32 in every precision
  }

  private static Tensor unit(Tensor x) {
    Tensor norm = torch.norm(x, new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true);
    return x.div(norm.clamp_min(new Scalar(MIN_NORM)));
  }

  private Tensor mlp(Tensor x, String block) {
    Tensor h = layers.norm(x, block + ".norm_2", Layers.EPS);
    Tensor hidden =
        torch.gelu(layers.linear(h, block + ".mlp.fc1.weight", block + ".mlp.fc1.bias"));
    return layers.linear(hidden, block + ".mlp.fc2.weight", block + ".mlp.fc2.bias");
  }

  private Tensor attention(Tensor h, String at) {
    Tensor qkv = layers.linear(h, at + ".in_proj_weight", at + ".in_proj_bias");
    TensorVector parts = torch.chunk(qkv, 3, 2);
    boolean causal = config.stem() instanceof StemConfig.Tokens;
    Tensor mixed =
        attend(
            parts.get(0),
            withBias(parts.get(1), at + ".bias_k"),
            withBias(parts.get(2), at + ".bias_v"),
            causal ? Ends.causalMask(h.size(1), layers.type()) : null);
    return layers.linear(mixed, at + ".out_proj.weight", at + ".out_proj.bias");
  }

  private Tensor attentionOfOne(Tensor query, Tensor h, String at, @Nullable Ends ends) {
    int dim = config.trunk().embedDim();
    Tensor weight = layers.weights().get(at + ".in_proj_weight").to(layers.type());
    Tensor bias = layers.weights().get(at + ".in_proj_bias").to(layers.type());
    Tensor q =
        torch.linear(
            query.to(layers.type()),
            weight.narrow(0, 0, dim),
            new TensorOptional(bias.narrow(0, 0, dim)));
    Tensor kv =
        torch.linear(
            h.to(layers.type()),
            weight.narrow(0, dim, 2L * dim),
            new TensorOptional(bias.narrow(0, dim, 2L * dim)));
    TensorVector parts = torch.chunk(kv, 2, 2);
    Tensor mixed =
        attend(
            q,
            withBias(parts.get(0), at + ".bias_k"),
            withBias(parts.get(1), at + ".bias_v"),
            ends == null ? null : ends.mask(layers.type()));
    return layers.linear(mixed, at + ".out_proj.weight", at + ".out_proj.bias");
  }

  /// Written out, since LibTorch's fused attention is slow for short sequences in bfloat16: the
  /// whole step took twice as long with it (65 tokens, 4 heads of 64).
  private Tensor attend(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
    double scale = Math.sqrt((double) config.trunk().numHeads() / config.trunk().embedDim());
    Tensor scores = split(q.mul(new Scalar(scale))).matmul(split(k).transpose(2, 3));
    Tensor shares = torch.softmax(mask == null ? scores : scores.add(mask), -1);
    Tensor mixed = shares.matmul(split(v));
    return mixed.transpose(1, 2).reshape(q.size(0), q.size(1), config.trunk().embedDim());
  }

  private Tensor withBias(Tensor x, String name) {
    if (!config.trunk().biasKv()) {
      return x;
    }
    Tensor bias = layers.weights().get(name).to(layers.type());
    return torch.cat(new TensorVector(x, bias.expand(x.size(0), 1, x.size(2))), 1);
  }

  private Tensor split(Tensor x) {
    int heads = config.trunk().numHeads();
    return x.unflatten(2, new long[] {heads, x.size(2) / heads}).transpose(1, 2);
  }

  private static Tensor picked(Tensor x, @Nullable Ends ends) {
    return ends == null ? x.narrow(1, 0, 1) : ends.pick(x);
  }

  private String at(String name) {
    return "modality_trunks." + modality + "." + name;
  }

  /// Where each text ends: at its first largest id.
  ///
  /// @param at one place a text
  private record Ends(long[] at) {
    /// Leaves nothing of a score in a softmax, and is a number in bfloat16.
    private static final float HIDDEN = -1e30f;

    static Ends of(Tensor ids) {
      Tensor last = ids.argmax(new LongOptional(1), false);
      long[] at = new long[Math.toIntExact(ids.size(0))];
      new LongPointer(last.contiguous().data_ptr()).get(at);
      return new Ends(at);
    }

    long longest() {
      return Arrays.stream(at).max().orElseThrow() + 1;
    }

    Tensor pick(Tensor x) {
      Tensor index =
          AbstractTensor.create(at)
              .reshape(-1, 1, 1)
              .to(torch.ScalarType.Long)
              .expand(at.length, 1, x.size(2));
      return x.gather(1, index);
    }

    /// `[L, L]`: a token sees itself and those before it.
    static Tensor causalMask(long length, torch.ScalarType type) {
      Tensor hidden = torch.full(new long[] {length, length}, new Scalar(HIDDEN));
      return hidden.triu(1).to(type);
    }

    /// A text's end sees itself and what stands before it.
    Tensor mask(torch.ScalarType type) {
      int length = Math.toIntExact(longest());
      float[] values = new float[at.length * length];
      for (int i = 0; i < at.length; i++) {
        Arrays.fill(
            values, Math.toIntExact((long) i * length + at[i] + 1), (i + 1) * length, HIDDEN);
      }
      return AbstractTensor.create(values).reshape(at.length, 1, 1, length).to(type);
    }
  }
}
