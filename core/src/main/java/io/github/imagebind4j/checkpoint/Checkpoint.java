package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file of named tensors, mapped into memory: PyTorch `.pth` (zip since 1.6, and the legacy
/// format before) or safetensors. Nothing in the file is ever run, and no weights pass through the
/// Java heap, however large the file is.
///
/// PyTorch files may hold the state dict itself or wrap it under `model` or `state_dict` (or one in
/// the other); [#names()] are then those of the state dict. The prefix `module.`, which
/// `DataParallel` puts before every name, is stripped when all names have it. A pickle that asks
/// for anything but tensors and plain values is refused.
///
/// The file must not be changed or truncated while it is open.
///
/// Implementations are safe for use by any thread; after [#close()] no tensor may be used.
public interface Checkpoint extends AutoCloseable {

  /// Opens a checkpoint of whatever format, recognised by its content.
  ///
  /// @param file a PyTorch or safetensors file
  /// @return the open checkpoint, to be closed by the caller
  /// @throws CheckpointException if the file can't be read, is of no known format, is damaged, or
  ///   asks to run code
  static Checkpoint open(Path file) {
    return CheckpointFormat.open(file);
  }

  /// The names of all tensors.
  ///
  /// @return unmodifiable, in the file's order
  SequencedSet<String> names();

  /// One tensor by its name.
  ///
  /// @param name one of [#names()]
  /// @return the tensor, usable until this checkpoint is closed
  /// @throws CheckpointException if there is none of this name (the message lists similar ones), or
  ///   the checkpoint is closed
  StoredTensor tensor(String name);

  /// Lends one tensor and lets go of its memory afterwards: the pages of the file that `use` read
  /// no longer count as this process's, and a gathered view is freed. To take weights from a large
  /// file into a form of one's own, visit one after the other; memory then holds one at a time.
  ///
  /// Nothing is lost but time: where the same values are in use elsewhere, by [#tensor(String)] or
  /// by another thread's visit, they are read again, from the page cache as a rule. Letting go is
  /// immediate on Linux and best effort elsewhere.
  ///
  /// @param <T> what `use` makes of the tensor
  /// @param name one of [#names()]
  /// @param use is given the tensor, whose [StoredTensor#data()] may be touched until it returns
  /// @return what `use` returned
  /// @throws CheckpointException if there is none of this name, or the checkpoint is closed
  <T extends @Nullable Object> T visit(
      String name, Function<? super StoredTensor, ? extends T> use);

  /// What the file says about itself beside its tensors.
  ///
  /// @return the `__metadata__` of safetensors; empty for PyTorch files
  Map<String, String> metadata();

  /// Where the checkpoint was read from.
  ///
  /// @return the path given to [#open(Path)]
  Path file();

  /// Unmaps the file and frees what its tensors hold. Closing twice does nothing.
  @Override
  void close();
}
