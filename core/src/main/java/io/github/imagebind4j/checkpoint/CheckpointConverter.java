package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  /// @param dropped keys of the checkpoint's metadata that are not true of the new file
  public record Options(Optional<DType> floats, Map<String, String> metadata, Set<String> dropped) {
    /// Copies the metadata.
    public Options {
      metadata = Map.copyOf(metadata);
      dropped = Set.copyOf(dropped);
    }

    /// Changes nothing but the format.
    ///
    /// @return options without a type or metadata
    public static Options keep() {
      return new Options(Optional.empty(), Map.of(), Set.of());
    }

    /// Converts the floats.
    ///
    /// @param floats F32, F16 or BF16
    /// @return options without metadata
    public static Options floats(DType floats) {
      return new Options(Optional.of(floats), Map.of(), Set.of());
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
        from.names().stream().map(name -> source(from, name, options)).toList();
    Map<String, String> metadata = new LinkedHashMap<>(from.metadata());
    metadata.keySet().removeAll(options.dropped());
    metadata.putAll(options.metadata());
    write(to, tensors, metadata, progress);
  }

  /// Writes a file in the format that its extension names.
  ///
  /// @param to ends in `.safetensors`, `.pth` or `.pt`; replaced if it is there
  /// @param tensors their values are asked for in this order
  /// @param metadata what the file shall say about itself; PyTorch files hold none
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws CheckpointException if `to` has another extension or can't be written
  public static void write(
      Path to, List<TensorSource> tensors, Map<String, String> metadata, LongConsumer progress) {
    if (isSafetensors(to)) {
      SafetensorsWriter.write(to, tensors, metadata, progress);
      return;
    }
    String name = to.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".pth") && !name.endsWith(".pt")) {
      throw new CheckpointException(
          to + " has no extension of a checkpoint; name it .safetensors, .pth or .pt");
    }
    TorchWriter.write(to, tensors, progress);
  }

  /// Whether a file's name asks for safetensors, the one format that holds metadata.
  ///
  /// @param file any file, there or not
  /// @return whether it ends in `.safetensors`
  public static boolean isSafetensors(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  private static TensorSource source(Checkpoint from, String name, Options options) {
    TensorSource source = TensorSource.of(from, name);
    return options.floats().map(source::as).orElse(source);
  }
}
