package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.RowQuantization;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A small model in a folder, in every form, sound or spoilt.
record PackedFiles(Path folder) {
  static final ModelConfig CONFIG =
      ModelConfig.fromJson(
          """
          {"out_embed_dim": 16, "towers": ["vision", "text", "imu"],
           "vision_embed_dim": 16, "vision_num_blocks": 4, "vision_num_heads": 2, "vision_image_size": 56,
           "text_embed_dim": 8, "text_num_blocks": 2, "text_num_heads": 2, "text_vocab_size": 50,
           "imu_embed_dim": 24, "imu_num_blocks": 1, "imu_num_heads": 2, "imu_length": 64,
           "modalities": {"touch": {"height": 32, "embed_dim": 16, "num_blocks": 1, "num_heads": 2}}}
          """);

  Path original(String name) {
    Path file = folder.resolve(name);
    RandomWeights.write(CONFIG, 5, file, written -> {});
    return file;
  }

  Path packed(Path from, String name, Precision precision) {
    Path to = folder.resolve(name);
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      PrecisionConverter.convert(checkpoint, CONFIG, precision, Map.of(), to, written -> {});
    }
    return to;
  }

  Path packed(Precision precision) {
    return packed(original("original.safetensors"), precision + ".safetensors", precision);
  }

  /// An int8 file as it was before blocks were left in bf16: with all of them in int8.
  Path int8Throughout() {
    Path packed = packed(Precision.INT8);
    try (Checkpoint original = Checkpoint.open(folder.resolve("original.safetensors"))) {
      return spoilt(
          packed,
          tensors -> {
            for (TensorSource tensor : List.copyOf(tensors.values())) {
              String name = tensor.name();
              if (tensor.dtype() == DType.BF16 && StoredPrecision.isLinearWeight(name)) {
                TensorSource whole = TensorSource.of(original.tensor(name));
                RowQuantization.of(whole, name + StoredPrecision.SCALE)
                    .forEach(part -> tensors.put(part.name(), part));
              }
            }
            return tensors;
          });
    }
  }

  /// A copy of a file with other tensors.
  ///
  /// @param change what to make of the tensors by name
  Path spoilt(Path from, UnaryOperator<Map<String, TensorSource>> change) {
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      return spoilt(from, checkpoint.metadata(), change);
    }
  }

  /// A copy of a file with other tensors and metadata.
  Path spoilt(
      Path from, Map<String, String> metadata, UnaryOperator<Map<String, TensorSource>> change) {
    Path to = folder.resolve("spoilt.safetensors");
    try (Checkpoint checkpoint = Checkpoint.open(from)) {
      Map<String, TensorSource> tensors = new LinkedHashMap<>();
      for (String name : checkpoint.names()) {
        tensors.put(name, TensorSource.of(checkpoint.tensor(name)));
      }
      List<TensorSource> changed = new ArrayList<>(change.apply(tensors).values());
      CheckpointConverter.write(to, changed, metadata, written -> {});
    }
    return to;
  }

  /// A tensor of one value, repeated.
  static TensorSource floats(String name, float value, int... dims) {
    float[] values = new float[Math.toIntExact(Shape.of(dims).count())];
    java.util.Arrays.fill(values, value);
    return TensorSource.of(name, FloatArray.wrap(values, dims));
  }

  /// A tensor of zero bytes.
  static TensorSource zeros(String name, DType dtype, int... dims) {
    Shape shape = Shape.of(dims);
    return new TensorSource(
        name,
        dtype,
        shape,
        out ->
            out.write(
                java.nio.ByteBuffer.allocate(Math.toIntExact(shape.count() * dtype.byteSize()))));
  }
}
