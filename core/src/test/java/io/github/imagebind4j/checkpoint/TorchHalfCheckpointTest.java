package io.github.imagebind4j.checkpoint;

/// The contract for half-precision weights.
class TorchHalfCheckpointTest extends CheckpointContract {
  @Override
  String golden() {
    return "models/tiny_b/weights_fp16.pth";
  }

  @Override
  float stored(float weight) {
    return Float.float16ToFloat(Float.floatToFloat16(weight));
  }

  @Override
  DType dtype() {
    return DType.F16;
  }
}
