package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Writes an open checkpoint anew, in the format that the new file's extension names.
///
/// Stateless: any thread may call it.
public final class CheckpointConverter {

  private CheckpointConverter() {}

  /// What to change on the way.
  ///
  /// @param floats the type that F32, F16 and BF16 tensors shall have; empty to keep theirs. F64
  ///   and integers stay in any case
  /// @param metadata added to the checkpoint's own, or in place of it where a key is there already.
  ///   PyTorch files hold no metadata
  public record Options(Optional<DType> floats, Map<String, String> metadata) {
    /// Copies the metadata.
    public Options {
      metadata = Map.copyOf(metadata);
    }

    /// Changes nothing but the format.
    ///
    /// @return options without a type or metadata
    public static Options keep() {
      return new Options(Optional.empty(), Map.of());
    }

    /// Converts the floats.
    ///
    /// @param floats F32, F16 or BF16
    /// @return options without metadata
    public static Options floats(DType floats) {
      return new Options(Optional.of(floats), Map.of());
    }
  }

  /// Converts a checkpoint, whole or not at all, in constant memory.
  ///
  /// @param from stays open
  /// @param to ends in `.safetensors`, `.pth` or `.pt`; replaced if it is there
  /// @param options what to change
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws CheckpointException if `to` has another extension or can't be written, or a value lies
  ///   beyond the new type's range
  public static void convert(Checkpoint from, Path to, Options options, LongConsumer progress) {
    List<TensorSource> tensors =
        from.names().stream().map(name -> source(from.tensor(name), options)).toList();
    String name = to.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      Map<String, String> metadata = new LinkedHashMap<>(from.metadata());
      metadata.putAll(options.metadata());
      SafetensorsWriter.write(to, tensors, metadata, progress);
    } else if (name.endsWith(".pth") || name.endsWith(".pt")) {
      TorchWriter.write(to, tensors, progress);
    } else {
      throw new CheckpointException(
          to + " has no extension of a checkpoint; name it .safetensors, .pth or .pt");
    }
  }

  private static TensorSource source(StoredTensor tensor, Options options) {
    // Asks for the data only when its turn comes: a gathered view takes native memory.
    TensorSource source =
        new TensorSource(
            tensor.name(),
            tensor.dtype(),
            tensor.shape(),
            out -> TensorSource.of(tensor).content().writeTo(out));
    return options.floats().map(source::as).orElse(source);
  }
}
