package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// A whole model: one encoder a modality, all ending in vectors of the same length.
///
/// Immutable and safe for use by any thread.
///
/// @param outEmbedDim dimensions of an embedding
/// @param modalities the encoders by modality, in the checkpoint's order
public record ModelConfig(int outEmbedDim, SequencedMap<Modality, ModalityConfig> modalities) {
  /// The key under which our safetensors files carry their model's config.
  public static final String METADATA_KEY = "imagebind4j.config";

  /// Checks and copies.
  ///
  /// @throws ConfigException if there is no modality, or `outEmbedDim` is not positive
  public ModelConfig {
    if (outEmbedDim < 1 || modalities.isEmpty()) {
      throw new ConfigException(
          "a model needs out_embed_dim of at least 1 and at least one modality, got "
              + outEmbedDim
              + " and "
              + modalities.keySet());
    }
    modalities = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(modalities));
  }

  /// The published model: `imagebind_huge`, 1.2 billion parameters.
  ///
  /// @return its config
  public static ModelConfig huge() {
    return fromJson(
        """
        {"out_embed_dim": 1024,
         "vision_embed_dim": 1280, "vision_num_blocks": 32, "vision_num_heads": 16,
         "text_embed_dim": 1024, "text_num_blocks": 24, "text_num_heads": 16}
        """);
  }

  /// Reads a config.
  ///
  /// The names are those of the reference constructor's arguments, e.g. `vision_embed_dim`, all
  /// optional, with its defaults. They may stand under `args`. Beyond them: `vision_image_size`,
  /// `depth_image_size`, `thermal_image_size` (224), `text_vocab_size` (49408),
  /// `text_context_length` (77), `imu_length` (2000), `vision_stem` and `<sense>_stem`
  /// (convolutions before the trunk: `[[width, kernel, stride, depth], …]`), `towers` (a list: only
  /// these of the six) and `modalities` (new senses by name; [ModalityConfig] says of what form).
  ///
  /// @param json the text
  /// @return the config
  /// @throws ConfigException if it is not JSON, has an unknown name, or a value does not fit
  public static ModelConfig fromJson(String json) {
    return ModelConfigJson.read(json);
  }

  /// This config as [#fromJson(String)] reads it.
  ///
  /// @return JSON on one line
  public String toJson() {
    return ModelConfigJson.write(this);
  }

  /// The config that a checkpoint carries in its metadata, or else the one that its tensors' shapes
  /// tell.
  ///
  /// @param checkpoint an open checkpoint
  /// @return its config
  /// @throws ConfigException if it carries none and the shapes leave the number of heads open, as
  ///   they do for all but the published model
  public static ModelConfig of(Checkpoint checkpoint) {
    String carried = checkpoint.metadata().get(METADATA_KEY);
    return carried != null ? fromJson(carried) : InferredConfig.of(checkpoint);
  }

  /// This model with some of its towers only.
  ///
  /// @param keep says which
  /// @return the smaller config
  /// @throws ConfigException if none is left
  public ModelConfig only(Predicate<Modality> keep) {
    SequencedMap<Modality, ModalityConfig> kept = new LinkedHashMap<>(modalities);
    kept.keySet().removeIf(keep.negate());
    return new ModelConfig(outEmbedDim, kept);
  }

  /// Every tensor of a checkpoint of this model, in the reference's order, buffers included.
  ///
  /// @return shapes by name, e.g. `modality_trunks.vision.blocks.0.norm_1.weight` to `[1280]`
  public SequencedMap<String, Shape> tensors() {
    return StateDict.of(this);
  }

  /// How many parameters a modality's encoder has, as the reference counts them: without its
  /// buffers.
  ///
  /// @param modality one of this model's
  /// @return the number
  public long parameters(Modality modality) {
    long total = 0;
    for (Map.Entry<String, Shape> tensor : tensors().entrySet()) {
      if (StateDict.belongsTo(tensor.getKey(), modality) && !isBuffer(tensor.getKey(), modality)) {
        total += tensor.getValue().count();
      }
    }
    return total;
  }

  private boolean isBuffer(String name, Modality modality) {
    ModalityConfig config = modality(modality);
    return name.endsWith(".mask")
        || (name.endsWith(StateDict.LOGIT_SCALE) && !config.logitScaleLearned());
  }

  /// One modality's config.
  ///
  /// @param modality one of this model's
  /// @return its config
  /// @throws ConfigException if this model lacks the modality
  public ModalityConfig modality(Modality modality) {
    ModalityConfig config = modalities.get(modality);
    if (config == null) {
      throw new ConfigException(
          "this model has no "
              + modality
              + " tower, only "
              + modalities.keySet()
              + "; use another model");
    }
    return config;
  }
}
