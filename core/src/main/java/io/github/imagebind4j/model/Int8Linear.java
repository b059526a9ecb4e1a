package io.github.imagebind4j.model;

import io.github.imagebind4j.torch.OneDnn;
import io.github.imagebind4j.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A dense layer with 8-bit weights. Its product leaves out the input's steps and the bias: whoever
/// reads it next applies them on the way, with [Int8Rows].
///
/// @param weight packed, `[N, K]`
/// @param scales `[N]`, what one step of each output channel's weights is worth
/// @param zeroPoints `[N]`, all 0
/// @param bias N numbers
/// @param pairs the same, for bfloat16 products
/// @param ofOnes N numbers, the product of an input of ones: what an input's zero is multiplied by
record Int8Linear(
    Tensor weight,
    Tensor scales,
    Tensor zeroPoints,
    float[] bias,
    Int8Rows.PairedBias pairs,
    float[] ofOnes) {

  static Int8Linear of(Tensor weight, Tensor scales, Tensor zeroPoints, float[] bias, int inputs) {
    Tensor ones = torch.ones(new long[] {1, inputs}).to(torch.ScalarType.Char);
    Tensor sums = OneDnn.linearInt8(ones, weight, scales, zeroPoints, torch.ScalarType.Float);
    return new Int8Linear(
        weight,
        scales,
        zeroPoints,
        bias,
        Int8Rows.PairedBias.of(bias),
        Tensors.toFloatArray(sums).toArray());
  }

  /// `x · weightᵀ`, steps and bias left out.
  ///
  /// @param type of the result: float32 or bfloat16
  Tensor product(Int8Rows.Rounded x, torch.ScalarType type) {
    return OneDnn.linearInt8(x.values(), weight, scales, zeroPoints, type);
  }
}
