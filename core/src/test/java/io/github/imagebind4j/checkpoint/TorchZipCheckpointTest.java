package io.github.imagebind4j.checkpoint;

/// The contract for PyTorch's zip format.
class TorchZipCheckpointTest extends CheckpointContract {
  @Override
  String golden() {
    return "models/tiny_b/weights.pth";
  }
}
