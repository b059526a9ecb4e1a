package io.github.imagebind4j.model;

import org.bytedeco.pytorch.Tensor;

/// A dense layer with 8-bit weights. Its product leaves out the input's steps and the bias: whoever
/// reads it next applies them on the way, with [Int8Rows].
///
/// @param weight packed, `[N, K]`
/// @param scales `[N]`, what one step of each output channel's weights is worth
/// @param zeroPoints `[N]`, all 0
/// @param bias N numbers
/// @param pairs the same, for bfloat16 products
record Int8Linear(
    Tensor weight, Tensor scales, Tensor zeroPoints, float[] bias, Int8Rows.PairedBias pairs) {}
