package io.github.imagebind4j.model;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a model's file holds, told without loading it, nor LibTorch.
///
/// Immutable and safe for use by any thread.
///
/// @param config the model's config
/// @param precision what the file was converted to: BF16, INT8, or FP32 if it was not
/// @param fingerprint 16 hexadecimal digits, as [ImageBindModel#fingerprint()]
/// @param metadata what the file says about itself, unmodifiable
/// @param storedBytes what each modality's tensors take in the file, unmodifiable, in the config's
///   order
public record ModelSummary(
    ModelConfig config,
    Precision precision,
    String fingerprint,
    Map<String, String> metadata,
    SequencedMap<Modality, Long> storedBytes) {
  /// Copies the maps.
  public ModelSummary {
    metadata = Map.copyOf(metadata);
    storedBytes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(storedBytes));
  }

  /// Reads a file's header and checks that it holds exactly the config's tensors.
  ///
  /// @param file a `.pth` or safetensors file
  /// @param config the model's config, or null to take the checkpoint's own, as [ModelConfig#of]
  ///   does
  /// @return what it holds
  /// @throws CheckpointException if the file can't be read, or does not fit the config
  /// @throws ConfigException if no config is given and none can be told from the file
  public static ModelSummary of(Path file, @Nullable ModelConfig config) {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      ModelConfig complete = config == null ? ModelConfig.of(checkpoint) : config;
      StateDict.require(complete, checkpoint);
      return new ModelSummary(
          complete,
          StoredPrecision.of(checkpoint),
          Fingerprint.of(checkpoint, complete),
          checkpoint.metadata(),
          storedBytes(checkpoint, complete));
    }
  }

  private static SequencedMap<Modality, Long> storedBytes(
      Checkpoint checkpoint, ModelConfig config) {
    SequencedMap<Modality, Long> bytes = new LinkedHashMap<>();
    for (Modality modality : config.modalities().keySet()) {
      bytes.put(
          modality,
          checkpoint.names().stream()
              .filter(name -> StateDict.belongsTo(name, modality))
              .mapToLong(name -> checkpoint.tensor(name).byteSize())
              .sum());
    }
    return bytes;
  }

  /// How many bytes of weights a modality has in a precision: in a file of that precision, and in
  /// memory once its tower is in use.
  ///
  /// @param modality one of this model's
  /// @param precision FP32, FP16, BF16 or INT8
  /// @return bytes
  public long weightBytes(Modality modality, Precision precision) {
    return StoredPrecision.bytes(config, modality, precision);
  }
}
