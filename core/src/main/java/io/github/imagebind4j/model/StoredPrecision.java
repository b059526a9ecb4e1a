package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.util.List;
import java.util.Map;

/// What a model's file says about the precision that it was converted to, and what each precision
/// stores its tensors as. `docs/checkpoint-formats.md` describes the files.
///
/// The four matrices of a block (its linear weights) are nearly all of a model and all that a
/// precision changes, with the token embedding; what is small and sensitive stays float32. An int8
/// file has the blocks that [Int8Plan] names as a bf16 file has them.
///
/// Stateless: any thread may call it.
public final class StoredPrecision {
  /// The metadata key under which our safetensors files carry `bf16` or `int8`; others lack it.
  public static final String METADATA_KEY = "imagebind4j.precision";

  /// What the name of an int8 weight's scales adds to its own.
  static final String SCALE = "_scale";

  private static final String BF16 = "bf16";
  private static final String INT8 = "int8";
  private static final List<String> LINEAR_WEIGHTS =
      List.of(
          ".attn.in_proj_weight", ".attn.out_proj.weight", ".mlp.fc1.weight", ".mlp.fc2.weight");

  private StoredPrecision() {}

  /// The precision that a file was converted to.
  ///
  /// @param checkpoint an open checkpoint
  /// @return BF16, INT8 or, where the file says nothing, FP32
  /// @throws CheckpointException if it names a precision that is not known
  public static Precision of(Checkpoint checkpoint) {
    String name = checkpoint.metadata().get(METADATA_KEY);
    return switch (name) {
      case null -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case INT8 -> Precision.INT8;
      default ->
          throw new CheckpointException(
              checkpoint.file()
                  + " says that its "
                  + METADATA_KEY
                  + " is '"
                  + name.substring(0, Math.min(name.length(), 40))
                  + "', which is neither bf16 nor int8; use the release of ImageBind4J that wrote it,"
                  + " or convert it anew");
    };
  }

  /// What a file of this precision says.
  static Map<String, String> metadata(Precision precision) {
    return switch (precision) {
      case BF16 -> Map.of(METADATA_KEY, BF16);
      case INT8 -> Map.of(METADATA_KEY, INT8);
      case STORED, FP32, FP16, AUTO -> Map.of();
    };
  }

  /// Whether a tensor is one of the four matrices of a trunk's block.
  static boolean isLinearWeight(String name) {
    return name.startsWith("modality_trunks.") && LINEAR_WEIGHTS.stream().anyMatch(name::endsWith);
  }

  /// The type that a model's tensor has in a file of this precision.
  static DType dtype(ModelConfig config, String name, Precision precision) {
    return switch (precision) {
      case BF16 -> isLinearWeight(name) || isTokenEmbedding(name) ? DType.BF16 : DType.F32;
      case INT8 ->
          isLinearWeight(name) && !Int8Plan.leavesInBf16(config, name)
              ? DType.I8
              : dtype(config, name, Precision.BF16);
      case FP16 -> DType.F16;
      case STORED, FP32, AUTO -> DType.F32;
    };
  }

  private static boolean isTokenEmbedding(String name) {
    return name.startsWith("modality_preprocessors.") && name.endsWith(".token_embedding.weight");
  }

  /// How many bytes the tensors of one modality take in a file of a precision, and about as many in
  /// memory when its tower is in use.
  ///
  /// @param config the model
  /// @param modality one of its modalities
  /// @param precision FP32, FP16, BF16 or INT8
  /// @return bytes, an int8 file's scales included
  public static long bytes(ModelConfig config, Modality modality, Precision precision) {
    long bytes = 0;
    for (Map.Entry<String, Shape> tensor : config.tensors().entrySet()) {
      if (StateDict.belongsTo(tensor.getKey(), modality)) {
        DType dtype = dtype(config, tensor.getKey(), precision);
        bytes += tensor.getValue().count() * dtype.byteSize();
        bytes += dtype == DType.I8 ? (long) tensor.getValue().dim(0) * Float.BYTES : 0;
      }
    }
    return bytes;
  }

  /// How many bytes all tensors of a model take in a file of a precision.
  ///
  /// @param config the model
  /// @param precision FP32, FP16, BF16 or INT8
  /// @return bytes, an int8 file's scales included
  public static long bytes(ModelConfig config, Precision precision) {
    return config.modalities().keySet().stream()
        .mapToLong(modality -> bytes(config, modality, precision))
        .sum();
  }
}
