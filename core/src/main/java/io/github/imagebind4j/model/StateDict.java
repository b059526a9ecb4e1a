package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The names and shapes of a model's tensors, as `ImageBindModel.state_dict()` of the reference
/// lists them:
///
/// | our term | checkpoint key |
/// |---|---|
/// | patch embed, class token, positional embedding | `modality_preprocessors.<modality>.…` |
/// | trunk | `modality_trunks.<modality>.blocks.<i>.…` |
/// | head | `modality_heads.<modality>.…` |
/// | logit scale | `modality_postprocessors.<modality>.1.log_logit_scale` |
final class StateDict {
  static final String LOGIT_SCALE = ".1.log_logit_scale";

  private static final List<Modality> SIX =
      List.of(
          Modality.VISION,
          Modality.TEXT,
          Modality.AUDIO,
          Modality.DEPTH,
          Modality.THERMAL,
          Modality.IMU);

  private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();

  private StateDict() {}

  static SequencedMap<String, Shape> of(ModelConfig config) {
    StateDict dict = new StateDict();
    config.modalities().forEach((modality, m) -> dict.stem(preprocessor(modality), m));
    config.modalities().forEach((modality, m) -> dict.trunk(trunk(modality), m.trunk()));
    config
        .modalities()
        .forEach((modality, m) -> dict.head(head(modality), m, config.outEmbedDim()));
    config
        .modalities()
        .forEach((modality, m) -> {
          if (m.logitScale().isPresent()) {
            dict.put(postprocessor(modality) + LOGIT_SCALE);
          }
        });
    return dict.shapes;
  }

  static String preprocessor(Modality modality) {
    return "modality_preprocessors." + modality;
  }

  static String trunk(Modality modality) {
    return "modality_trunks." + modality;
  }

  static String head(Modality modality) {
    return "modality_heads." + modality;
  }

  static String postprocessor(Modality modality) {
    return "modality_postprocessors." + modality;
  }

  static boolean belongsTo(String name, Modality modality) {
    return name.startsWith(preprocessor(modality) + ".")
        || name.startsWith(trunk(modality) + ".")
        || name.startsWith(head(modality) + ".")
        || name.startsWith(postprocessor(modality) + ".");
  }

  /// Checks that a checkpoint holds exactly the model's tensors, in the types of the precision that
  /// it claims, an int8 file with their scales. Towers of the six that the config leaves out are
  /// allowed: leaving them out is how one loads only some.
  ///
  /// @throws CheckpointException naming the missing, unexpected and mis-shaped ones, or one of a
  ///   wrong type
  static void require(ModelConfig config, Checkpoint checkpoint) {
    SequencedMap<String, Shape> expected = of(config);
    StoredTypes.requireInt8IsSaid(expected.keySet(), checkpoint);
    boolean int8 = StoredPrecision.of(checkpoint) == Precision.INT8;
    List<String> missing = new ArrayList<>();
    List<String> misshaped = new ArrayList<>();
    for (Map.Entry<String, Shape> tensor : expected.entrySet()) {
      String name = tensor.getKey();
      if (!checkpoint.names().contains(name)) {
        missing.add(name);
      } else if (!checkpoint.tensor(name).shape().equals(tensor.getValue())) {
        misshaped.add(
            name + " is " + checkpoint.tensor(name).shape() + " instead of " + tensor.getValue());
      }
    }
    List<String> unexpected =
        checkpoint.names().stream()
            .filter(name -> !expected.containsKey(name) && !ofTowerLeftOut(name, config))
            .filter(name -> !int8 || !isScale(name, expected, checkpoint))
            .toList();
    if (!missing.isEmpty() || !misshaped.isEmpty() || !unexpected.isEmpty()) {
      throw new CheckpointException(
          checkpoint.file()
              + " does not fit the model:"
              + say(" missing", missing)
              + say(" mis-shaped", misshaped)
              + say(" unexpected", unexpected)
              + " give the config that the checkpoint was made with");
    }
    StoredTypes.require(config, expected.keySet(), checkpoint);
  }

  private static boolean isScale(String name, Map<String, Shape> expected, Checkpoint checkpoint) {
    if (!name.endsWith(StoredPrecision.SCALE)) {
      return false;
    }
    String weight = name.substring(0, name.length() - StoredPrecision.SCALE.length());
    return expected.containsKey(weight)
        && StoredPrecision.isLinearWeight(weight)
        && checkpoint.names().contains(weight)
        && checkpoint.tensor(weight).dtype() != DType.BF16; // left in bf16, which has no scales
  }

  private static boolean ofTowerLeftOut(String name, ModelConfig config) {
    return SIX.stream().anyMatch(m -> !config.modalities().containsKey(m) && belongsTo(name, m));
  }

  private static String say(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    int shown = Math.min(names.size(), 5);
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return what + " " + String.join(", ", names.subList(0, shown)) + more + ";";
  }

  private void stem(String at, ModalityConfig modality) {
    int dim = modality.trunk().embedDim();
    switch (modality.stem()) {
      case StemConfig.Patches patches -> {
        put(at + ".cls_token", 1, 1, dim);
        shapes.put(at + "." + patches.weightKey(), patches.weightShape(dim));
        if (patches.norm()) {
          norm(at + "." + patches.key() + ".norm_layer", dim);
        }
        put(at + ".pos_embedding_helper.pos_embed", 1, patches.tokens(), dim);
      }
      case StemConfig.Convolutions convolutions -> convolutions(at, convolutions, dim);
      case StemConfig.Tokens tokens -> {
        put(at + ".pos_embed", 1, tokens.context(), dim);
        put(at + ".mask", tokens.context(), tokens.context());
        put(at + ".token_embedding.weight", tokens.vocabulary(), dim);
      }
      case StemConfig.Windows windows -> {
        put(at + ".pos_embed", 1, windows.tokens(), dim);
        put(at + ".cls_token", 1, 1, dim);
        put(at + "." + windows.key() + ".proj.weight", dim, windows.channels() * windows.window());
        norm(at + "." + windows.key() + ".norm_layer", dim);
      }
    }
  }

  private void convolutions(String at, StemConfig.Convolutions stem, int dim) {
    put(at + ".cls_token", 1, 1, dim);
    int channels = stem.channels();
    for (int i = 0; i < stem.stages().size(); i++) {
      StemConfig.ConvStage stage = stem.stages().get(i);
      String to = at + "." + stem.key() + ".stages." + i;
      put(to + ".conv.weight", stage.width(), channels, stage.kernel(), stage.kernel());
      put(to + ".conv.bias", stage.width());
      norm(to + ".norm", stage.width());
      for (int j = 0; j < stage.depth(); j++) {
        String block = to + ".blocks." + j;
        norm(block + ".norm", stage.width());
        put(block + ".conv.weight", stage.width(), stage.width(), 3, 3);
        put(block + ".conv.bias", stage.width());
      }
      channels = stage.width();
    }
    put(at + "." + stem.key() + ".proj.weight", dim, channels);
    if (stem.norm()) {
      norm(at + "." + stem.key() + ".norm_layer", dim);
    }
    put(at + ".pos_embedding_helper.pos_embed", 1, stem.tokens(), dim);
  }

  private void trunk(String at, TrunkConfig trunk) {
    int dim = trunk.embedDim();
    if (trunk.preNorm()) {
      norm(at + ".pre_transformer_layer.0", dim);
    }
    for (int i = 0; i < trunk.numBlocks(); i++) {
      String block = at + ".blocks." + i;
      put(block + ".attn.in_proj_weight", 3 * dim, dim);
      put(block + ".attn.in_proj_bias", 3 * dim);
      if (trunk.biasKv()) {
        put(block + ".attn.bias_k", 1, 1, dim);
        put(block + ".attn.bias_v", 1, 1, dim);
      }
      put(block + ".attn.out_proj.weight", dim, dim);
      put(block + ".attn.out_proj.bias", dim);
      norm(block + ".norm_1", dim);
      put(block + ".mlp.fc1.weight", TransformerBlock.MLP_RATIO * dim, dim);
      put(block + ".mlp.fc1.bias", TransformerBlock.MLP_RATIO * dim);
      put(block + ".mlp.fc2.weight", dim, TransformerBlock.MLP_RATIO * dim);
      put(block + ".mlp.fc2.bias", dim);
      norm(block + ".norm_2", dim);
    }
  }

  private void head(String at, ModalityConfig modality, int outDim) {
    int dim = modality.trunk().embedDim();
    norm(at + "." + Head.normKey(modality.stem()), dim);
    put(at + "." + Head.projectionKey(modality.stem()) + ".weight", outDim, dim);
  }

  private void norm(String at, int dim) {
    put(at + ".weight", dim);
    put(at + ".bias", dim);
  }

  private void put(String name, int... dims) {
    shapes.put(name, Shape.of(dims));
  }
}
