package io.github.imagebind4j.checkpoint;

/// The contract for PyTorch's format before 1.6.
class TorchLegacyCheckpointTest extends CheckpointContract {
  @Override
  String golden() {
    return "models/tiny_b/weights_legacy.pth";
  }
}
