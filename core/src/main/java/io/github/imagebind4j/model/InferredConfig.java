package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;

/// The config of a bare checkpoint. Widths and depths show in its shapes, the number of attention
/// heads does not: only a known model is recognised whole.
final class InferredConfig {
  private InferredConfig() {}

  static ModelConfig of(Checkpoint checkpoint) {
    ModelConfig huge = ModelConfig.huge();
    boolean isHuge =
        huge.tensors().entrySet().stream()
            .filter(tensor -> towerPresent(checkpoint, tensor.getKey()))
            .allMatch(tensor ->
                checkpoint.names().contains(tensor.getKey())
                    && checkpoint.tensor(tensor.getKey()).shape().equals(tensor.getValue()));
    if (isHuge && huge.modalities().keySet().stream().anyMatch(m -> hasTower(checkpoint, m))) {
      return huge.only(modality -> hasTower(checkpoint, modality));
    }
    throw new ConfigException(
        checkpoint.file()
            + " is not imagebind_huge and carries no config, and the number of attention heads does not show in "
            + "shapes; give a config file, e.g. {\"vision_embed_dim\": 1280, \"vision_num_heads\": 16, …}");
  }

  private static boolean towerPresent(Checkpoint checkpoint, String tensor) {
    return ModelConfig.huge().modalities().keySet().stream()
        .anyMatch(m -> StateDict.belongsTo(tensor, m) && hasTower(checkpoint, m));
  }

  private static boolean hasTower(Checkpoint checkpoint, Modality modality) {
    return checkpoint.names().contains(StateDict.trunk(modality) + ".blocks.0.norm_1.weight");
  }
}
