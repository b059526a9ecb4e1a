package io.github.imagebind4j.checkpoint;

/// The contract for a state dict under `model`.
class TorchWrappedCheckpointTest extends CheckpointContract {
  @Override
  String golden() {
    return "models/tiny_b/weights_wrapped.pth";
  }
}
