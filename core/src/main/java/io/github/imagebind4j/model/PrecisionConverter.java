package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.RowQuantization;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Writes a model as its tensors are computed with in bf16 or int8, so that loading has nothing to
/// convert. `docs/checkpoint-formats.md` describes the files.
///
/// A converted file carries the model's config and its source's fingerprint: precision is no part
/// of a model's identity, and an index made with float32 vectors goes on working.
///
/// Stateless and safe for use by any thread.
public final class PrecisionConverter {
  private PrecisionConverter() {}

  /// Converts a model, whole or not at all, tensor by tensor, reading each value once.
  ///
  /// A bf16 file may be made int8: its weights are then rounded twice, which moves a weight by up
  /// to its row's scale, where once would be half of it. An int8 file can't be converted.
  ///
  /// @param from a checkpoint with all of the model's tensors; stays open
  /// @param config the model. Towers that it leaves out are left out of the new file
  /// @param precision BF16 or INT8
  /// @param metadata what the new file shall say beside config, precision and fingerprint
  /// @param to ends in `.safetensors`; for BF16 `.pth` and `.pt` will do, which hold no metadata
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws ConfigException if the precision is another
  /// @throws CheckpointException if `from` does not fit the model, is int8 already, has a weight
  ///   that is not finite, or `to` can't be written
  public static void convert(
      Checkpoint from,
      ModelConfig config,
      Precision precision,
      Map<String, String> metadata,
      Path to,
      LongConsumer progress) {
    requireTarget(precision, to);
    StateDict.require(config, from);
    if (StoredPrecision.of(from) == Precision.INT8) {
      throw new CheckpointException(
          from.file()
              + " is int8 already, and what that left out of its weights is lost; convert the"
              + " checkpoint that it was made from");
    }
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.putAll(metadata(config, precision, Fingerprint.of(from, config)));
    List<TensorSource> tensors =
        from.names().stream()
            .filter(config.tensors()::containsKey)
            .flatMap(name -> packed(config, TensorSource.of(from, name), precision).stream())
            .toList();
    CheckpointConverter.write(to, tensors, all, progress);
  }

  /// Refuses what can't be converted to.
  static void requireTarget(Precision precision, Path to) {
    if (precision != Precision.BF16 && precision != Precision.INT8) {
      throw new ConfigException(
          "a model's file is packed as bf16 or int8, not as " + precision + "; choose one of them");
    }
    if (precision == Precision.INT8 && !CheckpointConverter.isSafetensors(to)) {
      throw new CheckpointException(
          "an int8 model needs a file that says so, which " + to + " can't; name it .safetensors");
    }
  }

  /// What a packed file says about itself.
  static Map<String, String> metadata(ModelConfig config, Precision precision, String fingerprint) {
    Map<String, String> metadata = new LinkedHashMap<>(StoredPrecision.metadata(precision));
    metadata.put(ModelConfig.METADATA_KEY, config.toJson());
    metadata.put(Fingerprint.METADATA_KEY, fingerprint);
    return metadata;
  }

  /// A model's tensor as a file of a precision has it: one, or an int8 weight and its scales.
  static List<TensorSource> packed(ModelConfig config, TensorSource tensor, Precision precision) {
    DType due = StoredPrecision.dtype(config, tensor.name(), precision);
    if (tensor.dtype() == DType.F64) {
      throw new CheckpointException(
          "tensor "
              + tensor.name()
              + " is F64; save the model as float32 first (model.float() in PyTorch)");
    }
    if (due == DType.I8) {
      return RowQuantization.of(tensor, tensor.name() + StoredPrecision.SCALE);
    }
    // A causal mask is minus infinity above its diagonal.
    TensorSource checked = tensor.name().endsWith(".mask") ? tensor : tensor.finite();
    return List.of(checked.as(due));
  }
}
