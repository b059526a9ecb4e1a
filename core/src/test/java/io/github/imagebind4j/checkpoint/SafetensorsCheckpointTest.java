package io.github.imagebind4j.checkpoint;

/// The contract for safetensors.
class SafetensorsCheckpointTest extends CheckpointContract {
  @Override
  String golden() {
    return "models/tiny_b/weights.safetensors";
  }
}
